package io.millrace.ingest.opcua;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.EventWriter;
import io.millrace.core.event.Fact;
import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.signal.SignalTranslator;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * From one machine's data changes to its events, for the life of one connection. Pure but for what it remembers; not thread-safe.
 */
final class MachineIntake {
    /** @param events of one machine, in the order to journal them */
    record Batch(List<Event> events, List<DeadLetter> letters) {
        Batch() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private final SourceContext context;
    private final String machine;
    private final OpcUaCounters counters;
    private final SignalTranslator translator = new SignalTranslator();
    private final Set<Signal> restarted;
    private final Set<Signal> readAnew = new HashSet<>();
    private final Map<Signal, KnownSignal> signals = new HashMap<>();
    /** States, modes and reasons that were said, in the order in which they first were. */
    private final List<KnownSignal> saidStates = new ArrayList<>();

    private final SignalMessage usual;
    private final List<KnownSignal> heardStates = new ArrayList<>();
    private boolean areCountersAwaited = true;
    private boolean isUsual;
    private int badValues;
    private long notification;
    private final boolean known;
    private long lastTakenNs;
    private long stateFromNs = Long.MIN_VALUE;
    private long lastStateNs = Long.MIN_VALUE;

    /** @param restarted signals that may have started anew since they were last read; they are removed as they are {@link #taken} */
    MachineIntake(
            final SourceContext context,
            final String machine,
            final OpcUaCounters counters,
            final Set<Signal> restarted) {
        this.context = context;
        this.machine = machine;
        this.counters = counters;
        this.known = context.machines().contains(machine);
        this.restarted = restarted;
        this.usual = new SignalMessage(EventWriter.texts(machine, context.gateway(), context.source()));
    }

    /** One of the machine's signals, the same for as long as this lives. */
    KnownSignal signal(final Signal signal) {
        return signals.computeIfAbsent(signal, KnownSignal::new);
    }

    /**
     * A notification that has something of the machine will be taken without making objects, if there is nothing unusual in it.
     *
     * @param number of the notification
     * @return false if it has begun already
     */
    boolean tryBegin(final long number, final long nowNs) {
        if (notification == number) {
            return false;
        }
        notification = number;
        usual.begin(nowNs);
        areCountersAwaited =
                areCountersAwaited && restarted.stream().anyMatch(signal -> signal.kind() == Signal.Kind.COUNTER);
        isUsual = known && !areCountersAwaited;
        badValues = 0;
        return true;
    }

    /** One of its values. Has no effect but on what {@link #complete} gives. */
    void add(final KnownSignal signal, final DataValue data, final long nowNs, final ValueReader reader) {
        if (!isUsual) {
            return;
        }
        final StatusCode status = data.getStatusCode();
        if (status != null && status.isOverflowSet()) {
            isUsual = false;
            return;
        }
        final SignalQuality quality = Sample.quality(status);
        try {
            final Object value = Sample.value(signal.signal(), quality, data, reader);
            final long saidNs = Sample.timeNs(data, nowNs);
            final boolean isState = signal.isState();
            final long timeNs = isState ? Math.max(saidNs, stateFromNs) : saidNs;
            isUsual = signal.tryAdd(value, timeNs, quality, usual);
            badValues += quality == SignalQuality.BAD ? 1 : 0;
            if (isState && signal.hear(value, timeNs)) {
                heardStates.add(signal);
            }
        } catch (final IllegalArgumentException foreign) {
            isUsual = false;
        }
    }

    /** @return what the machine says, perhaps nothing; null if there is something unusual in it, for {@link #take} */
    @Nullable
    SignalMessage complete(final long nowNs) {
        for (int i = 0; i < heardStates.size(); i++) {
            final KnownSignal state = heardStates.get(i);
            if (!isUsual) {
                state.forget();
                continue;
            }
            if (!state.isSaid()) {
                saidStates.add(state);
            }
            state.keep();
        }
        heardStates.clear();
        if (!isUsual) {
            return null;
        }
        usual.complete(translator);
        lastStateNs = Math.max(lastStateNs, usual.lastStateNs());
        counters.badValues().add(badValues);
        lastTakenNs = nowNs;
        return usual;
    }

    String path() {
        return machine;
    }

    /**
     * Declares that something may have been missed. States told from now on hold from the gap's end at the earliest, since the gap
     * itself leaves the state unknown.
     */
    Batch gap(final long fromNs, final long nowNs, final String cause) {
        final Batch batch = new Batch();
        final long toNs = Math.max(fromNs, nowNs);
        lastTakenNs = toNs;
        if (known) {
            stateFromNs = toNs;
            batch.events().add(gap(fromNs, toNs, toNs, nowNs, cause));
        }
        return batch;
    }

    private Event gap(final long fromNs, final long toNs, final long timeNs, final long nowNs, final String cause) {
        counters.gaps().increment();
        return event(timeNs, nowNs, SignalQuality.GOOD, new Fact.SourceGap(fromNs, toNs, cause));
    }

    /**
     * Says what the server recorded while we did not hear it, and declares what is missing even so.
     *
     * @param fromNs since when something may have been missed
     * @param lostNs from when on the machine was said to be unknown; 0 if it was not
     */
    Batch fill(
            final History.Recorded recorded,
            final long fromNs,
            final long lostNs,
            final long nowNs,
            final String cause) {
        if (!known) {
            return new Batch();
        }
        final long coveredFromNs = Math.max(fromNs, recorded.coveredFromNs());
        stateFromNs = Math.max(coveredFromNs, lostNs + 1);
        final Batch filled = take(lastBefore(stateFromNs, recorded.samples()), nowNs);
        if (coveredFromNs > fromNs) {
            filled.events().add(0, gap(fromNs, coveredFromNs, coveredFromNs, nowNs, cause));
        }
        return filled;
    }

    /** Of states before a time only the last is of use: it holds then. */
    private static List<Sample> lastBefore(final long timeNs, final List<Sample> samples) {
        final Map<Signal, Sample> last = new LinkedHashMap<>();
        final List<Sample> kept = new ArrayList<>();
        for (final Sample sample : samples) {
            if (sample.isState() && sample.timeNs() <= timeNs) {
                last.put(sample.signal(), sample);
            } else {
                kept.add(sample);
            }
        }
        kept.addAll(0, last.values());
        return kept;
    }

    /**
     * Says that nothing is known of the machine since the connection was last known good. The unknown begins after the last state
     * told, which would outlast it otherwise, and never after now, so that what is read anew ends it.
     */
    Batch lost(final long goodUntilNs, final long nowNs, final String cause) {
        final boolean outlasts = lastStateNs >= goodUntilNs && lastStateNs < nowNs;
        return connection(outlasts ? lastStateNs + 1 : goodUntilNs, nowNs, new Fact.ConnectionChanged(false, cause));
    }

    Batch connectedAgain(final long nowNs) {
        return connection(nowNs, nowNs, new Fact.ConnectionChanged(true, "connected again"));
    }

    private Batch connection(final long timeNs, final long nowNs, final Fact.ConnectionChanged change) {
        final Batch batch = new Batch();
        if (known) {
            batch.events().add(event(timeNs, nowNs, SignalQuality.GOOD, change));
        }
        return batch;
    }

    /** @param samples what one notification says about this machine, in its order */
    Batch take(final List<Sample> samples, final long nowNs) {
        if (!known) {
            final Batch refused = new Batch();
            samples.forEach(sample -> refused.letters()
                    .add(letter(
                            sample,
                            nowNs,
                            DeadLetter.Reason.UNKNOWN_MACHINE,
                            "no machine " + machine + " in the master data: add it, or correct the source's mapping")));
            return refused;
        }
        final long overflows = samples.stream().filter(Sample::overflow).count();
        counters.overflows().add(overflows);
        final Batch batch = overflows == 0 ? new Batch() : overflow(nowNs);
        final TreeMap<Long, List<Sample>> byTime = new TreeMap<>();
        if (overflows > 0 && !saidStates.isEmpty()) {
            byTime.put(stateFromNs, new ArrayList<>());
        }
        samples.forEach(sample -> byTime.computeIfAbsent(timeNs(sample), time -> new ArrayList<>())
                .add(sample));
        byTime.forEach((timeNs, instant) -> takeInstant(
                timeNs, instant, overflows > 0 && timeNs == stateFromNs ? lastState() : List.of(), nowNs, batch));
        lastTakenNs = nowNs;
        return batch;
    }

    private List<Reading> lastState() {
        return saidStates.stream()
                .map(said -> new Reading(said.signal(), said.last()))
                .toList();
    }

    /** What the last {@link #take} gave is in the gateway's hands. */
    void taken() {
        restarted.removeAll(readAnew);
        readAnew.clear();
    }

    private Batch overflow(final long nowNs) {
        return gap(
                lastTakenNs == 0 ? nowNs : lastTakenNs,
                nowNs,
                "the server's queue overflowed: raise queueSize, or lower publishingIntervalMs");
    }

    private long timeNs(final Sample sample) {
        return sample.isState() ? Math.max(sample.timeNs(), stateFromNs) : sample.timeNs();
    }

    /** @param restated what was known of the state before a gap that the signals themselves do not repeat */
    private void takeInstant(
            final long timeNs,
            final List<Sample> instant,
            final List<Reading> restated,
            final long nowNs,
            final Batch batch) {
        final List<Reading> state = new ArrayList<>(restated);
        SignalQuality quality = SignalQuality.GOOD;
        for (final Sample sample : instant) {
            report(sample, nowNs, batch);
            if (sample.isState()) {
                final Reading reading = new Reading(sample.signal(), sample.value());
                final KnownSignal said = signal(sample.signal());
                if (said.say(sample.value())) {
                    saidStates.add(said);
                }
                state.add(reading);
                quality = sample.quality() == SignalQuality.UNCERTAIN ? SignalQuality.UNCERTAIN : quality;
            }
        }
        if (!state.isEmpty()) {
            lastStateNs = Math.max(lastStateNs, timeNs);
            for (final Fact fact : translator.translate(state, false)) {
                batch.events().add(event(timeNs, nowNs, quality, fact));
            }
        }
        takeAll(Signal.Kind.ORDER, instant, timeNs, nowNs, batch);
        takeAll(Signal.Kind.COUNTER, instant, timeNs, nowNs, batch);
    }

    /** No value says nothing about counters and orders: they stay as they were. */
    private void takeAll(
            final Signal.Kind kind,
            final List<Sample> instant,
            final long timeNs,
            final long nowNs,
            final Batch batch) {
        for (final Sample sample : instant) {
            final @Nullable Object value = sample.value();
            if (sample.signal().kind() != kind || value == null) {
                continue;
            }
            try {
                final boolean reset = kind == Signal.Kind.COUNTER
                        && restarted.contains(sample.signal())
                        && readAnew.add(sample.signal());
                for (final Fact fact : translator.translate(List.of(new Reading(sample.signal(), value)), reset)) {
                    batch.events().add(event(timeNs, nowNs, sample.quality(), fact));
                }
            } catch (final IllegalArgumentException impossible) {
                batch.letters().add(letter(sample, nowNs, DeadLetter.Reason.IMPOSSIBLE_VALUE, impossible.getMessage()));
            }
        }
    }

    private void report(final Sample sample, final long nowNs, final Batch batch) {
        if (sample.quality() == SignalQuality.BAD) {
            counters.badValues().increment();
        }
        if (!sample.fault().isEmpty()) {
            batch.letters()
                    .add(letter(
                            sample,
                            nowNs,
                            DeadLetter.Reason.NOT_MAPPED,
                            "node " + sample.signal().address() + " " + sample.fault()));
        }
    }

    private Event event(final long timeNs, final long nowNs, final SignalQuality quality, final Fact fact) {
        return new Event(
                EventHead.of(context.gateway(), context.source(), machine, timeNs, nowNs)
                        .withQuality(quality),
                fact);
    }

    private DeadLetter letter(
            final Sample sample, final long nowNs, final DeadLetter.Reason reason, final @Nullable String detail) {
        return new DeadLetter(
                context.source(),
                sample.signal().place(),
                nowNs,
                reason,
                String.valueOf(detail),
                machine,
                "",
                "",
                (sample.fault().isEmpty() ? String.valueOf(sample.value()) : sample.fault())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
