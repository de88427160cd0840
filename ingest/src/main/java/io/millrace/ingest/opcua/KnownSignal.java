package io.millrace.ingest.opcua;

import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.Milli;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.signal.Word;
import io.millrace.ingest.signal.Words;
import java.math.BigDecimal;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UNumber;
import org.jspecify.annotations.Nullable;

/** One signal of a machine and what it has said before, for the life of one connection. Not thread-safe. */
final class KnownSignal {
    private final Signal signal;
    private final Words words;
    private final boolean isScaled;
    private @Nullable Object last;
    private boolean isSaid;
    private @Nullable Object next;
    private long nextNs = Long.MIN_VALUE;

    KnownSignal(final Signal signal) {
        this.signal = signal;
        this.words = new Words(signal);
        this.isScaled = !signal.scale().equals(BigDecimal.ONE);
    }

    Signal signal() {
        return signal;
    }

    /** State, mode and reason: together they are one fact. */
    boolean isState() {
        return signal.kind() != Signal.Kind.COUNTER && signal.kind() != Signal.Kind.ORDER;
    }

    /**
     * Adds a value to what its machine says.
     *
     * @param value a number, text or truth value; null for none
     * @return false if it is none that can be taken in without making objects
     */
    boolean tryAdd(
            final @Nullable Object value, final long timeNs, final SignalQuality quality, final SignalMessage message) {
        if (signal.kind() == Signal.Kind.COUNTER) {
            return value == null || tryAddCounter(value, timeNs, quality, message);
        }
        if (value == null && signal.kind() == Signal.Kind.ORDER) {
            return true;
        }
        final Word word = value == null ? Word.NOTHING : word(value);
        if (word != null) {
            message.addWord(signal, word, timeNs, quality);
        }
        return word != null;
    }

    private boolean tryAddCounter(
            final Object value, final long timeNs, final SignalQuality quality, final SignalMessage message) {
        final long milli;
        if (isScaled) {
            return false;
        } else if (isWhole(value)) {
            milli = Milli.of(((Number) value).longValue());
        } else if (value instanceof Double number) {
            milli = Milli.of(number.doubleValue());
        } else if (value instanceof Float number) {
            milli = Milli.of(number.floatValue());
        } else {
            return false;
        }
        if (milli == Milli.NONE) {
            return false;
        }
        message.addCounter(signal, milli, timeNs, quality);
        return true;
    }

    private @Nullable Word word(final Object value) {
        if (value instanceof String text) {
            return words.text(text);
        } else if (value instanceof Boolean truth) {
            return words.text(truth.toString());
        }
        return isWhole(value) ? words.number(((Number) value).longValue()) : null;
    }

    /** A whole number within the range of a long. */
    private static boolean isWhole(final Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof UNumber unsigned && unsigned.longValue() >= 0;
    }

    /** What it says will be remembered with {@link #keep}. @return true if it is the first since then */
    boolean hear(final @Nullable Object value, final long timeNs) {
        final boolean isFirst = nextNs == Long.MIN_VALUE;
        if (timeNs >= nextNs) {
            next = value;
            nextNs = timeNs;
        }
        return isFirst;
    }

    void keep() {
        say(next);
        forget();
    }

    /** What was heard is not remembered. */
    void forget() {
        next = null;
        nextNs = Long.MIN_VALUE;
    }

    /** @return true if it has never said anything before */
    boolean say(final @Nullable Object value) {
        final boolean isFirst = !isSaid;
        last = value;
        isSaid = true;
        return isFirst;
    }

    boolean isSaid() {
        return isSaid;
    }

    /** What it said last. */
    @Nullable
    Object last() {
        return last;
    }
}
