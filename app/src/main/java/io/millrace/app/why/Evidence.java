package io.millrace.app.why;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was said of one machine, as far as it concerns a piece of time: its events and the master data, from the one partition they are
 * in. Not thread-safe.
 */
final class Evidence {
    /** The order contexts before the piece of time that are shown. */
    private static final int CONTEXTS = 6;

    private static final Comparator<Event> BY_TIME = Comparator.comparingLong(Evidence::timeOf);

    private final String machine;
    private final long fromNs;
    private final long toNs;
    private final MasterData masterData = new MasterData();
    private final List<Event> contexts = new ArrayList<>();
    private final Map<Object, Event> within = new LinkedHashMap<>();
    private final Map<Object, Integer> repeats = new HashMap<>();
    /** By kind, the last before the piece of time: what the first within is measured against. */
    private final Map<Object, Event> before = new LinkedHashMap<>();

    private final EventDecoder decoder = new EventDecoder();

    /** A piece of source time, both ends included, nanoseconds since the epoch. */
    Evidence(final String machine, final long fromNs, final long toNs) {
        this.machine = machine;
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    /** @param untilMs later records are left out, by their timestamps: they were not known then */
    Evidence read(final TopicReader reader, final Topics topics, final long untilMs) {
        reader.readPartitionOf(machine, List.of(topics.events()), message -> {
            if (message.value() != null && message.timestamp() <= untilMs) {
                take(message);
            }
        });
        return this;
    }

    private void take(final ConsumerRecord<String, byte[]> message) {
        final boolean isMine = machine.equals(message.key());
        if (isMine || message.key() == null || message.key().isEmpty()) {
            take(decoder.decode(new UnsafeBuffer(message.value()), 0));
        }
    }

    void take(final Event event) {
        if (event.fact() instanceof Fact.Definition) {
            masterData.take(event);
            return;
        }
        if (event.fact() instanceof Fact.Tick) {
            return;
        }
        final long timeNs = timeOf(event);
        if (event.fact() instanceof Fact.OrderContext && timeNs <= toNs) {
            contexts.add(event);
        } else if (timeNs >= fromNs && timeNs <= toNs) {
            final Object identity = identity(event);
            if (within.putIfAbsent(identity, event) != null) {
                repeats.merge(identity, 1, Integer::sum);
            }
        } else if (timeNs < fromNs) {
            before.merge(kind(event.fact()), event, (one, other) -> timeOf(other) >= timeOf(one) ? other : one);
        }
    }

    /** Where it lies on the machine's timeline: a reason or a gap lies where it says, not where it was said. */
    private static long timeOf(final Event event) {
        if (event.fact() instanceof Fact.ReasonAssigned reason) {
            return reason.fromNs();
        }
        return event.fact() instanceof Fact.SourceGap gap
                ? gap.fromNs()
                : event.head().sourceTimeNs();
    }

    private static Object identity(final Event event) {
        final String id = event.head().sourceEventId();
        return id.isEmpty()
                ? List.of(event.head().sourceTimeNs(), event.fact())
                : List.of(event.head().sourceTimeNs(), event.head().source(), id);
    }

    private static Object kind(final Fact fact) {
        return fact instanceof Fact.CounterReading reading ? reading.measure() : fact.getClass();
    }

    static boolean isCount(final Fact fact) {
        return fact instanceof Fact.CounterReading
                || fact instanceof Fact.CountReport
                || fact instanceof Fact.ScrapDeclared;
    }

    static boolean isState(final Fact fact) {
        return fact instanceof Fact.StateChanged
                || fact instanceof Fact.ReasonAssigned
                || fact instanceof Fact.SourceGap
                || fact instanceof Fact.ConnectionChanged;
    }

    MasterData masterData() {
        return masterData;
    }

    /** Lists the order contexts in force: those within, and the last ones before. */
    void contexts(final ArrayNode into) {
        contexts.sort(BY_TIME);
        final List<Event> earlier =
                contexts.stream().filter(event -> timeOf(event) < fromNs).toList();
        final int first = Math.max(0, earlier.size() - CONTEXTS);
        contexts.subList(first, contexts.size()).forEach(event -> into.add(Records.of(event, 0)));
    }

    /** Lists events in the order of their times, each once: those within, after the last of each kind before. */
    void events(final Predicate<Fact> wanted, final ArrayNode into) {
        before.values().stream()
                .filter(event -> wanted.test(event.fact()))
                .sorted(BY_TIME)
                .forEach(event -> into.add(Records.of(event, 0).put("before", true)));
        within.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue().fact()))
                .sorted(Map.Entry.comparingByValue(BY_TIME))
                .forEach(entry -> into.add(Records.of(entry.getValue(), repeats.getOrDefault(entry.getKey(), 0))));
    }

    /** Lists the gaps and what is in quarantine of the machines and the piece of time. */
    static void doubts(
            final Predicate<String> machines,
            final long fromNs,
            final long toNs,
            final TopicReader reader,
            final Topics topics,
            final Answer answer) {
        final ArrayNode gaps = answer.section("gaps");
        final Map<List<String>, ConsumerRecord<String, byte[]>> quarantined = new LinkedHashMap<>();
        reader.readAll(List.of(topics.gaps(), topics.quarantine()), message -> {
            if (message.value() == null || !machines.test(message.key())) {
                return;
            }
            if (message.topic().equals(topics.gaps())) {
                final Gap gap = Json.gap(message.value());
                if (gap.fromNs() <= toNs && gap.toNs() >= fromNs) {
                    gaps.add(Records.of(message.value()));
                }
            } else {
                final Quarantined one = Json.quarantined(message.value());
                if (one.timeNs() >= fromNs && one.timeNs() <= toNs) {
                    quarantined.put(List.of(one.machine(), one.id()), message);
                }
            }
        });
        final ArrayNode quarantine = answer.section("quarantine");
        quarantined.values().forEach(message -> quarantine.add(Records.of(message.value())));
    }
}
