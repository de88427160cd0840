package io.millrace.ingest.sparkplug;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.signal.SignalTranslator;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From the metrics of one device to the events of its machine. Not thread-safe. */
final class MachineFeed {
    private enum Life {
        AWAITED,
        BORN,
        DEAD
    }

    private record Timed(long timeNs, Reading reading) {
        boolean isState() {
            return switch (reading.signal().kind()) {
                case STATE, MODE, REASON -> true;
                case COUNTER, ORDER -> false;
            };
        }
    }

    private static final Comparator<Timed> BY_TIME = Comparator.comparingLong(Timed::timeNs);
    private static final long LATEST_MS = TimeUnit.NANOSECONDS.toMillis(Long.MAX_VALUE) / 2;

    private final String machine;
    private final Map<String, Signal> signals = new HashMap<>();
    private final Outlet outlet;
    private final SparkplugCounters counters;
    private final MetricTable table = new MetricTable();
    private final SignalTranslator translator = new SignalTranslator();
    private final List<Timed> current = new ArrayList<>();
    private final List<Timed> past = new ArrayList<>();
    /** Addresses of signals that the last birth had inside of metrics. */
    private final Set<String> found = new HashSet<>();

    private final DataMessage usual;

    // Stored values must not touch what the translator holds for current.
    private SignalTranslator pastTranslator = new SignalTranslator();
    private boolean hasPastState;
    private Life life = Life.AWAITED;
    private boolean wasBorn;
    private boolean isLost;
    private long unheardSinceNs;
    private long stateFromNs;
    private long lastStateNs;

    MachineFeed(final SparkplugMachine machine, final Outlet outlet, final SparkplugCounters counters) {
        this.machine = machine.signals().machine();
        machine.signals().signals().forEach(signal -> signals.put(signal.address(), signal));
        this.outlet = outlet;
        this.counters = counters;
        this.usual = outlet.dataMessage(this.machine);
    }

    String machine() {
        return machine;
    }

    boolean isBorn() {
        return life == Life.BORN;
    }

    boolean isAwaited() {
        return life == Life.AWAITED;
    }

    /** Nothing can be read before its next birth. */
    void awaitBirth() {
        wasBorn |= life == Life.BORN;
        life = Life.AWAITED;
    }

    /** @return signals the birth has no metric for */
    List<String> birth(final PayloadDecoder in, final SparkplugMessage birth, final List<Event> out) {
        endGap(birth.receivedNs(), out);
        if (isLost) {
            stateFromNs = Math.max(stateFromNs, timeNs(0, birth));
        }
        life = Life.BORN;
        wasBorn = false;
        isLost = false;
        pastTranslator = new SignalTranslator();
        hasPastState = false;
        table.clear();
        found.clear();
        while (in.next()) {
            final String name = in.name();
            final MetricTable.Entry entry = entry(name, in.dataType(), birth);
            table.put(in, name, entry);
            collect(in, entry, birth);
        }
        joinStates();
        emit(birth, true, out);
        return signals.keySet().stream()
                .filter(name -> !table.has(name) && !found.contains(name))
                .toList();
    }

    /** @return false if the birth did not name one of the metrics; the others are taken all the same */
    boolean data(final PayloadDecoder in, final SparkplugMessage data, final List<Event> out) {
        boolean areAllKnown = true;
        while (in.next()) {
            final MetricTable.Entry entry = table.find(in);
            if (entry == null) {
                areAllKnown = false;
            } else {
                collect(in, entry, data);
            }
        }
        emit(data, false, out);
        return areAllKnown;
    }

    /**
     * Takes a data message without making objects, if there is nothing unusual in it.
     *
     * @param payloadMs its time, milliseconds since the epoch, 0 if it has none
     * @return false if there is: nothing has been done, and {@link #data} is to take it
     */
    boolean tryData(final PayloadDecoder in, final long payloadMs, final long receivedNs) {
        usual.begin(receivedNs);
        while (in.next()) {
            final MetricTable.Entry entry = table.find(in);
            if (entry == null || !entry.parts().isEmpty() || in.hasProperties()) {
                return false;
            }
            final Signal signal = entry.signal();
            if (signal != null
                    && !in.isTransient()
                    && (in.isHistorical()
                            || !usual.tryAdd(
                                    signal,
                                    entry,
                                    in,
                                    timeNs(in.metricTimestampMs(), payloadMs, receivedNs),
                                    stateFromNs))) {
                return false;
            }
        }
        final SignalMessage events = usual.events();
        events.complete(translator);
        lastStateNs = Math.max(lastStateNs, events.lastStateNs());
        if (events.count() > 0) {
            outlet.put(events);
        }
        return true;
    }

    /** The device or its node died: what it last said holds no longer. */
    void lost(final long atNs, final long receivedNs, final List<Event> out) {
        life = Life.DEAD;
        wasBorn = false;
        if (!isLost) {
            isLost = true;
            stateFromNs = Math.max(stateFromNs, atNs);
            out.add(outlet.event(machine, atNs, receivedNs, translator.lost()));
        }
    }

    /** The birth sequence of its node is over and it was not in it. */
    void absent(final long receivedNs, final List<Event> out) {
        if (wasBorn) {
            lost(receivedNs, receivedNs, out);
        }
        life = Life.DEAD;
    }

    /** It spoke before its birth, which cannot be read: what was known of it holds no longer. */
    void unread(final long receivedNs, final List<Event> out) {
        if (!isLost && unheardSinceNs == 0) {
            gap(receivedNs, receivedNs, "data before its birth", out);
        }
    }

    /**
     * Nothing is known of it since the host's connection was last known good. The unknown begins after the last state told, which
     * would outlast it otherwise, and never after now, so that its next birth ends it.
     */
    void connectionLost(final long goodUntilNs, final long nowNs, final String cause, final List<Event> out) {
        final boolean outlasts = lastStateNs >= goodUntilNs && lastStateNs < nowNs;
        out.add(outlet.event(
                machine, outlasts ? lastStateNs + 1 : goodUntilNs, nowNs, new Fact.ConnectionChanged(false, cause)));
    }

    void connectedAgain(final long nowNs, final List<Event> out) {
        out.add(outlet.event(machine, nowNs, nowNs, new Fact.ConnectionChanged(true, "connected again")));
    }

    /** Messages may be missing between the two times, and until {@link #endGap} or the next birth. */
    void gap(final long fromNs, final long toNs, final String cause, final List<Event> out) {
        final long endNs = Math.max(fromNs, toNs);
        translator.lost();
        stateFromNs = Math.max(stateFromNs, endNs);
        unheardSinceNs = endNs;
        counters.gaps().increment();
        out.add(outlet.event(machine, endNs, endNs, new Fact.SourceGap(fromNs, endNs, cause)));
    }

    /** From now on it, or its node, is heard again. */
    void endGap(final long receivedNs, final List<Event> out) {
        if (unheardSinceNs > 0 && receivedNs > unheardSinceNs) {
            gap(unheardSinceNs, receivedNs, "no birth yet", out);
        }
        unheardSinceNs = 0;
    }

    /** The time of a value: the metric's, else the payload's, else when it was received. Zero and the far future are none. */
    static long timeNs(final long metricMs, final SparkplugMessage message) {
        return timeNs(metricMs, message.timestampMs(), message.receivedNs());
    }

    private static long timeNs(final long metricMs, final long payloadMs, final long receivedNs) {
        if (isTime(metricMs)) {
            return TimeUnit.MILLISECONDS.toNanos(metricMs);
        }
        return isTime(payloadMs) ? TimeUnit.MILLISECONDS.toNanos(payloadMs) : receivedNs;
    }

    private static boolean isTime(final long ms) {
        return ms > 0 && ms < LATEST_MS;
    }

    private MetricTable.Entry entry(final String name, final DataType dataType, final SparkplugMessage birth) {
        final Signal signal = signals.get(name);
        if (dataType.isScalar()) {
            return new MetricTable.Entry(dataType, signal, List.of());
        }
        if (signal != null) {
            impossible(
                    "metric " + name + " is a " + dataType
                            + ", which is no signal itself: map what is in it, as name[0] or name/member",
                    birth);
        }
        return new MetricTable.Entry(
                dataType,
                null,
                signals.values().stream()
                        .filter(each -> PartReader.isInside(each.address(), name))
                        .map(each -> new MetricTable.Part(each, each.address().substring(name.length())))
                        .toList());
    }

    private void collect(final PayloadDecoder in, final MetricTable.Entry entry, final SparkplugMessage message) {
        if (in.isTransient()) {
            return;
        }
        for (final MetricTable.Part part : entry.parts()) {
            collectPart(in, entry, part, message);
        }
        final Signal signal = entry.signal();
        if (signal == null) {
            return;
        }
        if (in.isUsable()) {
            collect(signal, in.value(entry.dataType()), in, message);
        } else {
            impossible("metric " + signal.address() + " has a value no signal can be read from", message);
        }
    }

    private void collectPart(
            final PayloadDecoder in,
            final MetricTable.Entry entry,
            final MetricTable.Part part,
            final SparkplugMessage message) {
        if (in.isNull()) {
            collect(part.signal(), null, in, message);
            return;
        }
        try {
            final Object value = PartReader.DEFAULT.read(in.payload(), in.metric(), entry.dataType(), part.path());
            if (value != PartReader.ABSENT) {
                found.add(part.signal().address());
                collect(part.signal(), value, in, message);
            }
        } catch (final MalformedPayloadException unreadable) {
            impossible(part.signal().address() + ": " + unreadable.getMessage(), message);
        }
    }

    /** A value that its own source calls bad or stale is none. */
    private void collect(
            final Signal signal, final @Nullable Object said, final PayloadDecoder in, final SparkplugMessage message) {
        final @Nullable Object value = MetricQuality.isGood(in.payload(), in.metric()) ? said : null;
        if (value == null && signal.kind() == Signal.Kind.ORDER) {
            // No value is not "no order": the order that was running may still be.
            return;
        }
        final Timed timed = new Timed(timeNs(in.metricTimestampMs(), message), new Reading(signal, value));
        if (in.isHistorical()) {
            past.add(timed);
        } else {
            current.add(timed.isState() ? new Timed(Math.max(timed.timeNs(), stateFromNs), timed.reading()) : timed);
        }
    }

    /** In a birth, mode and reason that are older than the state were in force when it began. */
    private void joinStates() {
        long stateNs = 0;
        for (final Timed timed : current) {
            if (timed.reading().signal().kind() == Signal.Kind.STATE) {
                stateNs = timed.timeNs();
            }
        }
        for (int i = 0; i < current.size(); i++) {
            final Timed timed = current.get(i);
            if (timed.isState() && timed.timeNs() < stateNs) {
                current.set(i, new Timed(stateNs, timed.reading()));
            }
        }
    }

    private void emit(final SparkplugMessage message, final boolean isBirth, final List<Event> out) {
        hasPastState |= past.stream().anyMatch(timed -> timed.reading().signal().kind() == Signal.Kind.STATE);
        if (!hasPastState) {
            // A stored mode or reason without the state it belonged to would say that the state was unknown.
            past.removeIf(Timed::isState);
        }
        emit(past, pastTranslator, false, message, out);
        emit(current, translator, isBirth, message, out);
    }

    private void emit(
            final List<Timed> readings,
            final SignalTranslator by,
            final boolean reset,
            final SparkplugMessage message,
            final List<Event> out) {
        readings.sort(BY_TIME);
        int from = 0;
        while (from < readings.size()) {
            final long timeNs = readings.get(from).timeNs();
            final List<Reading> instant = new ArrayList<>();
            for (; from < readings.size() && readings.get(from).timeNs() == timeNs; from++) {
                instant.add(readings.get(from).reading());
            }
            for (final Fact fact : translate(instant, by, reset, message)) {
                out.add(outlet.event(machine, timeNs, message.receivedNs(), fact));
                lastStateNs = fact instanceof Fact.StateChanged ? Math.max(lastStateNs, timeNs) : lastStateNs;
            }
        }
        readings.clear();
    }

    private List<Fact> translate(
            final List<Reading> instant,
            final SignalTranslator by,
            final boolean reset,
            final SparkplugMessage message) {
        try {
            return by.translate(instant, reset);
        } catch (final IllegalArgumentException impossible) {
            return translateSingly(instant, by, reset, message);
        }
    }

    /** One impossible counter must not take the rest of its message with it. */
    private List<Fact> translateSingly(
            final List<Reading> instant,
            final SignalTranslator by,
            final boolean reset,
            final SparkplugMessage message) {
        final List<Reading> others = new ArrayList<>(instant);
        others.removeIf(reading -> reading.signal().kind() == Signal.Kind.COUNTER);
        final List<Fact> facts = new ArrayList<>(by.translate(others, reset));
        for (final Reading reading : instant) {
            if (reading.signal().kind() == Signal.Kind.COUNTER) {
                try {
                    facts.addAll(by.translate(List.of(reading), reset));
                } catch (final IllegalArgumentException impossible) {
                    impossible(String.valueOf(impossible.getMessage()), message);
                }
            }
        }
        return facts;
    }

    private void impossible(final String detail, final SparkplugMessage message) {
        counters.impossible().increment();
        outlet.put(
                DeadLetter.Reason.IMPOSSIBLE_VALUE,
                detail,
                machine,
                message.mqttTopic(),
                message.receivedNs(),
                message.payload());
    }
}
