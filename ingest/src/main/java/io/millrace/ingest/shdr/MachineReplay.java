package io.millrace.ingest.shdr;

import io.millrace.core.event.Fact;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One machine's values of one instant to facts; a state is said only when it differs from the last one said. One thread. */
final class MachineReplay {
    private final String machine;
    private final Map<String, Signal> signals;
    private final SignalTranslator translator = new SignalTranslator();
    private Fact.@Nullable StateChanged said;

    MachineReplay(final String machine, final Map<String, Signal> signals) {
        this.machine = machine;
        this.signals = Map.copyOf(signals);
    }

    String machine() {
        return machine;
    }

    boolean has(final String key) {
        return signals.containsKey(key);
    }

    /**
     * @param instant values of this machine that carry the same time, in their order
     * @param refused told of each value that cannot be what its signal says, and why
     */
    List<Fact> translate(
            final List<ShdrRecording.Timed> instant, final BiConsumer<ShdrRecording.Timed, String> refused) {
        final List<SignalTranslator.Reading> readings = new ArrayList<>(instant.size());
        for (final ShdrRecording.Timed timed : instant) {
            final SignalTranslator.Reading reading = reading(timed.value());
            final String fault = fault(reading);
            if (fault.isEmpty()) {
                readings.add(reading);
            } else {
                refused.accept(timed, fault);
            }
        }
        final List<Fact> facts = new ArrayList<>(translator.translate(readings, false));
        facts.removeIf(fact -> fact instanceof Fact.StateChanged state && isSaid(state));
        return facts;
    }

    private boolean isSaid(final Fact.StateChanged state) {
        final boolean same = state.equals(said);
        said = state;
        return same;
    }

    private SignalTranslator.Reading reading(final ShdrLine.Value value) {
        final Signal signal = signals.get(value.key());
        if (signal == null) {
            throw new IllegalArgumentException("key " + value.key() + " is not mapped for " + machine);
        }
        return new SignalTranslator.Reading(signal, value.isUnavailable() ? null : value.text());
    }

    /** Tried on a translator of its own, so that one bad value does not take those beside it with it. */
    private static String fault(final SignalTranslator.Reading reading) {
        if (reading.signal().kind() != Signal.Kind.COUNTER) {
            return "";
        }
        try {
            new SignalTranslator().translate(List.of(reading), false);
            return "";
        } catch (final IllegalArgumentException impossible) {
            return String.valueOf(impossible.getMessage());
        }
    }
}
