package io.millrace.ingest.signal;

import io.millrace.core.event.EventWriter;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.Transition;
import io.millrace.ingest.source.WritableMessage;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * What one machine's signals said, as a message that writes itself: the same events that {@link SignalTranslator} makes of it, without
 * the objects. It takes in one value after the other and is then put in order. Reused; not thread-safe.
 */
public final class SignalMessage implements WritableMessage {
    private static final int FIRST_CAPACITY = 8;
    private static final int STATE = 0;
    private static final int ORDER = 1;
    private static final int COUNTER = 2;

    /** A value, and then the event it has become. */
    private static final class Reading {
        private long timeNs;
        private int rank;
        private SignalQuality quality = SignalQuality.GOOD;
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
    private int size;
    private int from;
    private int count;
    private long gatewayTimeNs;

    /** @param origin machine, gateway and source, as {@link EventWriter#texts} has them */
    public SignalMessage(final byte[] origin) {
        this.origin = origin;
    }

    /** Forgets what it was. */
    public void begin(final long newGatewayTimeNs) {
        size = 0;
        gatewayTimeNs = newGatewayTimeNs;
    }

    /** @param milli the counter's value in thousandths, 0 or more */
    public void addCounter(final Signal signal, final long milli, final long timeNs, final SignalQuality quality) {
        final Reading reading = add(signal, COUNTER, timeNs, quality);
        reading.milli = milli;
        reading.measure = signal.measure();
    }

    /**
     * @param signal of any other kind
     * @param quality of a state, mode or reason: UNCERTAIN or not
     */
    public void addWord(final Signal signal, final Word word, final long timeNs, final SignalQuality quality) {
        add(signal, signal.kind() == Signal.Kind.ORDER ? ORDER : STATE, timeNs, quality).word = word;
    }

    private Reading add(final Signal signal, final int rank, final long timeNs, final SignalQuality quality) {
        if (size == readings.length) {
            readings = Arrays.copyOf(readings, Math.max(FIRST_CAPACITY, 2 * size));
            for (int i = size; i < readings.length; i++) {
                readings[i] = new Reading();
            }
        }
        final Reading reading = readings[size++];
        reading.timeNs = timeNs;
        reading.rank = rank;
        reading.quality = quality;
        reading.kind = signal.kind();
        return reading;
    }

    /**
     * Makes events of the values: by time, at one time the state before orders before counters, otherwise as they came. State, mode
     * and reason of one time are one event, as uncertain as the most uncertain of them.
     *
     * @param translator learns what the machine says its state is
     */
    public void complete(final SignalTranslator translator) {
        sort();
        int events = 0;
        SignalQuality quality = SignalQuality.GOOD;
        for (int i = 0; i < size; i++) {
            final Reading reading = readings[i];
            if (reading.rank == STATE) {
                translator.remember(reading.kind, reading.word);
                quality = reading.quality == SignalQuality.UNCERTAIN ? SignalQuality.UNCERTAIN : quality;
                if (i + 1 < size && readings[i + 1].rank == STATE && readings[i + 1].timeNs == reading.timeNs) {
                    continue;
                }
                reading.word = translator.state();
                reading.mode = translator.mode();
                reading.reason = translator.reason();
                reading.quality = quality;
                quality = SignalQuality.GOOD;
            }
            readings[i] = readings[events];
            readings[events++] = reading;
        }
        size = events;
        part(0, events);
    }

    /** By insertion: most messages are in order already. */
    private void sort() {
        for (int i = 1; i < size; i++) {
            final Reading reading = readings[i];
            int to = i;
            for (; to > 0 && readings[to - 1].isAfter(reading); to--) {
                readings[to] = readings[to - 1];
            }
            readings[to] = reading;
        }
    }

    /** Events of the whole. */
    public int size() {
        return size;
    }

    /** Is only a part of itself from now on, for a message that is too long to be offered at once. */
    public SignalMessage part(final int newFrom, final int newCount) {
        from = newFrom;
        count = newCount;
        return this;
    }

    /** Time of the last state in it, {@link Long#MIN_VALUE} if there is none. */
    public long lastStateNs() {
        for (int i = size - 1; i >= 0; i--) {
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
        final Reading reading = readings[from + index];
        writer.begin(buffer, 0, reading.timeNs, gatewayTimeNs, reading.quality);
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
