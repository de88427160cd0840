package io.millrace.app.why;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What lies behind a figure: the pieces of time, the stops and the counts that it is made of. */
final class WhyFigure {
    /** A record by machine and start. */
    private record Key(String machine, long fromNs) implements Comparable<Key> {
        @Override
        public int compareTo(final Key other) {
            final int byMachine = machine.compareTo(other.machine);
            return byMachine != 0 ? byMachine : Long.compare(fromNs, other.fromNs);
        }
    }

    private final TopicReader reader;
    private final Topics topics;
    private final Subject.Figure subject;
    private final long latestNs;
    private final Map<Key, StateInterval> intervals = new TreeMap<>();
    private final Map<Key, Stop> stops = new TreeMap<>();
    private final List<Counted> counts = new ArrayList<>();
    private final ArrayNode figures;
    private final Answer answer;

    WhyFigure(final TopicReader reader, final Topics topics, final Subject.Figure subject) {
        this.reader = reader;
        this.topics = topics;
        this.subject = subject;
        this.latestNs = subject.fromNs() + Period.LONGEST_NS;
        this.answer = new Answer(subject.scope() + ", " + subject.kind() + " from " + Times.text(subject.fromNs()));
        this.figures = answer.section("figure");
    }

    /** @return null if nothing of the scope and the time is kept, nor the figure */
    @Nullable
    Answer answer() {
        reader.readAll(reader.existing(List.of(topics.oee(), topics.downtime())), this::figure);
        reader.readAll(List.of(topics.stateIntervals(), topics.stops(), topics.counts()), this::take);
        final JsonNode newest = figures.isEmpty() ? null : figures.get(figures.size() - 1);
        final long toNs = Period.toNs(subject, newest, intervals.values());
        keep(intervals.values(), StateInterval::fromNs, toNs);
        keep(stops.values(), Stop::fromNs, toNs);
        keep(counts, Counted::fromNs, toNs);
        if (figures.isEmpty() && intervals.isEmpty() && counts.isEmpty()) {
            return null;
        }
        list(toNs);
        masterData(toNs);
        Evidence.doubts(subject::concerns, subject.fromNs(), toNs, reader, topics, answer);
        return answer;
    }

    private void figure(final ConsumerRecord<String, byte[]> message) {
        if (message.value() != null && subject.key().equals(message.key())) {
            figures.add(Records.of(message.value()));
        }
    }

    private void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null || !subject.concerns(message.key())) {
            return;
        }
        if (message.topic().equals(topics.stateIntervals())) {
            final StateInterval said = Json.stateInterval(message.value());
            final Key key = new Key(said.machine(), said.fromNs());
            if (said.withdrawn() || said.toNs() <= subject.fromNs() || said.fromNs() >= latestNs) {
                intervals.remove(key);
            } else {
                intervals.put(key, said);
            }
        } else if (message.topic().equals(topics.stops())) {
            final Stop said = Json.stop(message.value());
            final Key key = new Key(said.machine(), said.fromNs());
            if (said.withdrawn() || said.fromNs() < subject.fromNs() || said.fromNs() >= latestNs) {
                stops.remove(key);
            } else {
                stops.put(key, said);
            }
        } else {
            final Counted said = Json.counted(message.value());
            if (said.fromNs() >= subject.fromNs() && said.fromNs() < latestNs) {
                counts.add(said);
            }
        }
    }

    private static <T> void keep(final Collection<T> all, final ToLongFunction<T> fromNs, final long toNs) {
        all.removeIf(one -> fromNs.applyAsLong(one) >= toNs);
    }

    private void list(final long toNs) {
        final boolean isOfReason = !Period.isKind(subject.kind());
        answer.sentence(
                "rules",
                "the period is from " + Times.text(subject.fromNs()) + " to " + Times.text(toNs)
                        + ", its end not included; a piece of time counts with what lies within, a stop where it begins");
        if (isOfReason) {
            answer.sentence("rules", "only what has the reason '" + subject.kind() + "' is listed");
        }
        final ArrayNode time = answer.section("stateIntervals");
        intervals.values().stream()
                .filter(one -> !isOfReason || one.reason().equals(subject.kind()))
                .forEach(one -> time.add(within(one, toNs)));
        final ArrayNode stood = answer.section("stops");
        stops.values().stream()
                .filter(one -> !isOfReason || one.reason().equals(subject.kind()))
                .forEach(one -> stood.add(Records.of(Json.write(one))));
        if (!isOfReason) {
            final ArrayNode made = answer.section("counts");
            counts.forEach(one -> made.add(Records.of(Json.write(one))));
        }
    }

    private ObjectNode within(final StateInterval one, final long toNs) {
        final long heldNs = Math.min(one.toNs(), toNs) - Math.max(one.fromNs(), subject.fromNs());
        return Records.of(Json.write(one)).put("within", Times.duration(heldNs));
    }

    /** As it is known now: a figure is restated when its rules are. */
    private void masterData(final long toNs) {
        final TreeSet<String> machines = new TreeSet<>();
        intervals.keySet().forEach(key -> machines.add(key.machine()));
        counts.forEach(one -> machines.add(one.machine()));
        final ArrayNode section = answer.section("masterData");
        if (machines.isEmpty()) {
            return;
        }
        // The master data are in every partition: those of one machine's are everybody's.
        final MasterData known = new Evidence(machines.first(), toNs, toNs)
                .read(reader, topics, Long.MAX_VALUE)
                .masterData();
        final String reason = Period.isKind(subject.kind()) ? "" : subject.kind();
        machines.forEach(machine -> known.list(machine, null, reason, subject.fromNs(), section));
    }
}
