package io.millrace.ingest.signal;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns what one machine's signals said at one instant into facts. State, mode and reason are one fact, so it remembers those that
 * did not change. Not thread-safe: one per machine and source thread.
 */
public final class SignalTranslator {
    /** @param value a {@link Number}, {@link String} or {@link Boolean}; null is "no value" (bad quality, stale, unavailable) */
    public record Reading(Signal signal, @Nullable Object value) {}

    private Word state = Word.NOTHING;
    private Mode mode = Mode.UNKNOWN;
    private Word reason = Word.NOTHING;

    /**
     * @param readings all that carries the same source time, in the order received
     * @param reset evidence that counters may have started anew (birth, server start)
     * @return the facts in the order to journal them; counters come last
     * @throws IllegalArgumentException if a value cannot be what its signal says; names signal and value
     */
    public List<Fact> translate(final List<Reading> readings, final boolean reset) {
        final List<Fact> facts = new ArrayList<>(readings.size());
        final List<Fact> counters = new ArrayList<>(readings.size());
        boolean stateSaid = false;
        for (final Reading reading : readings) {
            switch (reading.signal().kind()) {
                case STATE, MODE, REASON -> {
                    remember(reading.signal().kind(), word(reading.signal(), text(reading.value())));
                    stateSaid = true;
                }
                case ORDER -> facts.add(order(reading));
                case COUNTER -> {
                    if (reading.value() != null) {
                        counters.add(new Fact.CounterReading(reading.signal().measure(), reset, milli(reading)));
                    }
                }
            }
        }
        if (stateSaid) {
            facts.add(0, stateChanged());
        }
        facts.addAll(counters);
        return facts;
    }

    /** The state as last said, or UNKNOWN: for a source that lost its machine. */
    public Fact lost() {
        state = Word.NOTHING;
        reason = Word.NOTHING;
        return stateChanged();
    }

    private Fact stateChanged() {
        return new Fact.StateChanged(state.state(), mode, state.text(), reason.text());
    }

    /** What a signal's text means, which has no blanks around it. */
    static Word word(final Signal signal, final String text) {
        if (text.isEmpty()) {
            return Word.NOTHING;
        }
        return switch (signal.kind()) {
            case STATE -> new Word(text, signal.states().read(text), Mode.UNKNOWN);
            case MODE -> new Word(text, MachineState.UNKNOWN, mode(text));
            default -> new Word(text, MachineState.UNKNOWN, Mode.UNKNOWN);
        };
    }

    /** A word of a STATE, MODE or REASON, for who writes its events without {@link #translate}. */
    public void remember(final Signal.Kind kind, final Word word) {
        switch (kind) {
            case STATE -> state = word;
            case MODE -> mode = word.mode();
            default -> reason = word;
        }
    }

    /** The state as last said. */
    public Word state() {
        return state;
    }

    public Mode mode() {
        return mode;
    }

    public Word reason() {
        return reason;
    }

    /** Names of PackML unit modes, MTConnect ControllerMode and FunctionalMode, OPC UA for Machinery operation modes. */
    private static Mode mode(final String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "1", "PRODUCTION", "PRODUCE", "PROCESSING", "AUTOMATIC", "AUTO" -> Mode.PRODUCTION;
            case "2", "MAINTENANCE" -> Mode.MAINTENANCE;
            case "3", "MANUAL", "MANUAL_DATA_INPUT", "SEMI_AUTOMATIC", "EDIT" -> Mode.MANUAL;
            case "4", "SETUP", "TEARDOWN" -> Mode.SETUP;
            default -> Mode.UNKNOWN;
        };
    }

    private static Fact order(final Reading reading) {
        final String text = text(reading.value());
        if (text.isEmpty()) {
            return new Fact.OrderContext(Transition.COMPLETED, false, 0, "", "");
        }
        final int slash = text.indexOf('/');
        return new Fact.OrderContext(
                Transition.STARTED,
                false,
                0,
                slash < 0 ? text : text.substring(0, slash),
                slash < 0 ? "" : text.substring(slash + 1));
    }

    private static long milli(final Reading reading) {
        final BigDecimal scale = reading.signal().scale();
        final long milli = Milli.ofText(text(reading.value()), scale);
        if (milli == Milli.NONE) {
            throw new IllegalArgumentException("counter " + reading.signal().place() + " cannot be " + reading.value()
                    + ": a number from 0 to " + Milli.LARGEST.toBigInteger() + " is expected");
        }
        return milli;
    }

    private static String text(final @Nullable Object value) {
        return value == null ? "" : value.toString().strip();
    }
}
