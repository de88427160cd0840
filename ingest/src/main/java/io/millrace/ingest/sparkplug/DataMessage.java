package io.millrace.ingest.sparkplug;

import io.millrace.core.event.EventWriter;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
import io.millrace.ingest.signal.Milli;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator;
import io.millrace.ingest.signal.Word;
import io.millrace.ingest.signal.Words;
import io.millrace.ingest.source.WritableMessage;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a usual data message of one device says, as a message that writes itself: the same events that {@link SignalTranslator} makes
 * of it, without the objects. It takes in one value after the other, or refuses it, and is then put in order. Reused; not thread-safe.
 */
final class DataMessage implements WritableMessage {
    /** More values than this in one message are none of its business. */
    static final int MOST = 256;

    private static final int FIRST_CAPACITY = 8;
    private static final int STATE = 0;
    private static final int ORDER = 1;
    private static final int COUNTER = 2;

    /** A value, and then the event it has become. */
    private static final class Reading {
        private long timeNs;
        private int rank;
        private Signal.Kind kind = Signal.Kind.COUNTER;
        private Measure measure = Measure.GOOD;
        private long milli;
        private Word word = Word.NOTHING;
        private Word reason = Word.NOTHING;
        private Mode mode = Mode.UNKNOWN;

        boolean isAfter(final Reading other) {
            return timeNs > other.timeNs || timeNs == other.timeNs && rank > other.rank;
        }
    }

    private final byte[] origin;
    private final EventWriter writer = new EventWriter();
    private Reading[] readings = {};
    private int count;
    private long gatewayTimeNs;

    /** @param origin machine, gateway and source, as {@link EventWriter#texts} has them */
    DataMessage(final byte[] origin) {
        this.origin = origin;
    }

    void begin(final long newGatewayTimeNs) {
        count = 0;
        gatewayTimeNs = newGatewayTimeNs;
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
        if (milli == Milli.NONE || count == MOST) {
            return false;
        }
        final Reading reading = add(timeNs, COUNTER, signal);
        reading.milli = milli;
        reading.measure = signal.measure();
        return true;
    }

    private boolean tryAddWord(
            final Signal signal, final @Nullable Word word, final long timeNs, final long stateFromNs) {
        if (word == null || count == MOST) {
            return false;
        }
        final boolean isOrder = signal.kind() == Signal.Kind.ORDER;
        add(isOrder ? timeNs : Math.max(timeNs, stateFromNs), isOrder ? ORDER : STATE, signal).word = word;
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

    private Reading add(final long timeNs, final int rank, final Signal signal) {
        if (count == readings.length) {
            readings = Arrays.copyOf(readings, Math.max(FIRST_CAPACITY, 2 * count));
            for (int i = count; i < readings.length; i++) {
                readings[i] = new Reading();
            }
        }
        final Reading reading = readings[count++];
        reading.timeNs = timeNs;
        reading.rank = rank;
        reading.kind = signal.kind();
        return reading;
    }

    /**
     * Makes events of the values: by time, at one time the state before orders before counters, otherwise as they came. State, mode
     * and reason of one time are one event.
     *
     * @param translator learns what the machine says its state is
     */
    void complete(final SignalTranslator translator) {
        sort();
        int events = 0;
        for (int i = 0; i < count; i++) {
            final Reading reading = readings[i];
            if (reading.rank == STATE) {
                translator.remember(reading.kind, reading.word);
                if (i + 1 < count && readings[i + 1].rank == STATE && readings[i + 1].timeNs == reading.timeNs) {
                    continue;
                }
                reading.word = translator.state();
                reading.mode = translator.mode();
                reading.reason = translator.reason();
            }
            readings[i] = readings[events];
            readings[events++] = reading;
        }
        count = events;
    }

    /** By insertion: most messages are in order already. */
    private void sort() {
        for (int i = 1; i < count; i++) {
            final Reading reading = readings[i];
            int to = i;
            for (; to > 0 && readings[to - 1].isAfter(reading); to--) {
                readings[to] = readings[to - 1];
            }
            readings[to] = reading;
        }
    }

    /** Time of the last state in it, {@link Long#MIN_VALUE} if there is none. */
    long lastStateNs() {
        for (int i = count - 1; i >= 0; i--) {
            if (readings[i].rank == STATE) {
                return readings[i].timeNs;
            }
        }
        return Long.MIN_VALUE;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int write(final int index, final MutableDirectBuffer buffer) {
        final Reading reading = readings[index];
        writer.begin(buffer, 0, reading.timeNs, gatewayTimeNs, SignalQuality.GOOD);
        switch (reading.rank) {
            case STATE ->
                head(writer.stateChanged(reading.word.state(), reading.mode))
                        .text(reading.word.utf8())
                        .text(reading.reason.utf8());
            case ORDER -> writeOrder(reading.word.utf8());
            default -> head(writer.counterReading(reading.measure, false, reading.milli));
        }
        return writer.length();
    }

    private void writeOrder(final byte[] text) {
        if (text.length == 0) {
            head(writer.orderContext(Transition.COMPLETED, false, 0)).noText().noText();
            return;
        }
        int slash = 0;
        while (slash < text.length && text[slash] != '/') {
            slash++;
        }
        final int operation = Math.min(text.length, slash + 1);
        head(writer.orderContext(Transition.STARTED, false, 0))
                .text(text, 0, slash)
                .text(text, operation, text.length - operation);
    }

    private EventWriter head(final EventWriter kind) {
        return kind.encodedTexts(origin).noText().noText();
    }
}
