package io.millrace.ingest.opcua;

import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.Signal;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One data change of one signal, freed of the protocol.
 *
 * @param value a number, text or truth value; null where the status is bad or there is none
 * @param fault why the value is none of these and was therefore taken for none, with the remedy; else empty
 * @param overflow the server dropped older values of this signal
 * @param timeNs the source's time, else the server's, else ours
 */
record Sample(
        Signal signal, @Nullable Object value, String fault, SignalQuality quality, boolean overflow, long timeNs) {
    /** OPC UA counts 100 ns from 1601-01-01 (OPC 10000-6, 5.2.2.5). */
    private static final long UNIX_EPOCH_TICKS = 116_444_736_000_000_000L;

    private static final long TICK_NS = 100;
    private static final long LATEST_TICKS = UNIX_EPOCH_TICKS + Long.MAX_VALUE / TICK_NS;

    static Sample of(final Signal signal, final DataValue data, final long nowNs, final ValueReader reader) {
        final StatusCode status = data.getStatusCode();
        final SignalQuality quality = quality(status);
        Object value = null;
        String fault = "";
        if (quality != SignalQuality.BAD) {
            try {
                value = value(signal, quality, data, reader);
            } catch (final IllegalArgumentException foreign) {
                fault = String.valueOf(foreign.getMessage());
            }
        }
        return new Sample(signal, value, fault, quality, status != null && status.isOverflowSet(), timeNs(data, nowNs));
    }

    /**
     * @return a number, text or truth value, null where the quality is bad or there is none
     * @throws IllegalArgumentException if what there is is something else; says what, and the remedy
     */
    static @Nullable Object value(
            final Signal signal, final SignalQuality quality, final DataValue data, final ValueReader reader) {
        if (quality == SignalQuality.BAD) {
            return null;
        }
        final Object value = reader.read(signal, data.getValue().getValue());
        // A text that is null means the same as an empty one (OPC 10000-6, 5.2.2.4): no order, which is a value.
        return value == null && signal.kind() == Signal.Kind.ORDER ? "" : value;
    }

    /** State, mode and reason: together they are one fact. */
    boolean isState() {
        return switch (signal.kind()) {
            case STATE, MODE, REASON -> true;
            case COUNTER, ORDER -> false;
        };
    }

    static SignalQuality quality(final @Nullable StatusCode status) {
        if (status == null || status.isGood()) {
            return SignalQuality.GOOD;
        }
        return status.isUncertain() ? SignalQuality.UNCERTAIN : SignalQuality.BAD;
    }

    static long timeNs(final DataValue data, final long nowNs) {
        final long source = epochNs(data.getSourceTime());
        if (source > 0) {
            return source;
        }
        final long server = epochNs(data.getServerTime());
        return server > 0 ? server : nowNs;
    }

    /** @return nanoseconds since the epoch; 0 for none, or one that cannot be */
    static long epochNs(final @Nullable DateTime time) {
        if (time == null || time.getUtcTime() <= UNIX_EPOCH_TICKS || time.getUtcTime() > LATEST_TICKS) {
            return 0;
        }
        return (time.getUtcTime() - UNIX_EPOCH_TICKS) * TICK_NS;
    }

    /** @param epochNs nanoseconds since the epoch, from 0 */
    static DateTime time(final long epochNs) {
        return new DateTime(epochNs / TICK_NS + UNIX_EPOCH_TICKS);
    }
}
