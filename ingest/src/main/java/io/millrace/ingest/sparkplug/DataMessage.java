package io.millrace.ingest.sparkplug;

import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.Milli;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.signal.Word;
import io.millrace.ingest.signal.Words;
import org.jspecify.annotations.Nullable;

/**
 * What a usual data message of one device says, taken in without making objects: one value after the other is added to the
 * {@linkplain #events() events}, or refused. Reused; not thread-safe.
 */
final class DataMessage {
    /** More values than this in one message are none of its business. */
    static final int MOST = 256;

    private final SignalMessage events;

    /** @param origin machine, gateway and source, as {@link SignalMessage} wants them */
    DataMessage(final byte[] origin) {
        events = new SignalMessage(origin);
    }

    void begin(final long gatewayTimeNs) {
        events.begin(gatewayTimeNs);
    }

    /** What was taken in, to be put in order and offered. */
    SignalMessage events() {
        return events;
    }

    /**
     * Takes in the value of the current metric.
     *
     * @param stateFromNs a state holds from then on at the earliest
     * @return false if it is none that can be taken in here
     */
    boolean tryAdd(
            final Signal signal,
            final MetricTable.Entry entry,
            final PayloadDecoder in,
            final long timeNs,
            final long stateFromNs) {
        if (signal.kind() == Signal.Kind.COUNTER) {
            return in.isNull() || tryAddCounter(signal, entry.dataType(), in.metric(), timeNs);
        }
        if (in.isNull()) {
            // No value is not "no order": the order that was running may still be.
            return signal.kind() == Signal.Kind.ORDER || tryAddWord(signal, Word.NOTHING, timeNs, stateFromNs);
        }
        return tryAddWord(signal, word(entry, in), timeNs, stateFromNs);
    }

    private boolean tryAddCounter(
            final Signal signal, final DataType type, final MetricCursor metric, final long timeNs) {
        final long milli =
                switch (metric.value) {
                    case INTEGER ->
                        isInteger(type, metric.bits) ? Milli.of(PayloadDecoder.number(type, metric.bits)) : Milli.NONE;
                    case FLOAT -> Milli.of(Float.intBitsToFloat((int) metric.bits));
                    case DOUBLE -> Milli.of(Double.longBitsToDouble(metric.bits));
                    default -> Milli.NONE;
                };
        if (milli == Milli.NONE || events.size() == MOST) {
            return false;
        }
        events.addCounter(signal, milli, timeNs, SignalQuality.GOOD);
        return true;
    }

    private boolean tryAddWord(
            final Signal signal, final @Nullable Word word, final long timeNs, final long stateFromNs) {
        if (word == null || events.size() == MOST) {
            return false;
        }
        final boolean isOrder = signal.kind() == Signal.Kind.ORDER;
        events.addWord(signal, word, isOrder ? timeNs : Math.max(timeNs, stateFromNs), SignalQuality.GOOD);
        return true;
    }

    private static @Nullable Word word(final MetricTable.Entry entry, final PayloadDecoder in) {
        final MetricCursor metric = in.metric();
        final Words words = entry.words();
        if (words == null || !in.isUsable()) {
            return null;
        }
        return switch (metric.value) {
            case INTEGER ->
                isInteger(entry.dataType(), metric.bits)
                        ? words.number(PayloadDecoder.number(entry.dataType(), metric.bits))
                        : null;
            case TEXT -> words.text(in.payload(), metric.textAt, metric.textLength);
            default -> null;
        };
    }

    private static boolean isInteger(final DataType type, final long bits) {
        return type != DataType.BOOLEAN && PayloadDecoder.isWithinLong(type, bits);
    }
}
