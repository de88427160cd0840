package io.millrace.app.why;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What lies behind a state interval, or a stop, that begins at a time. */
final class WhyPiece {
    private final TopicReader reader;
    private final Topics topics;
    private @Nullable StateInterval interval;
    private @Nullable Stop stop;
    private long saidMs;

    WhyPiece(final TopicReader reader, final Topics topics) {
        this.reader = reader;
        this.topics = topics;
    }

    /** @return null if neither begins there */
    @Nullable
    Answer answer(final Subject.Piece piece) {
        final Answer answer = new Answer(piece.machine() + " from " + Times.text(piece.fromNs()));
        final ArrayNode intervals = answer.section("stateInterval");
        final ArrayNode stops = answer.section("stop");
        reader.readPartitionOf(piece.machine(), List.of(topics.stateIntervals(), topics.stops()), message -> {
            if (message.value() != null && piece.machine().equals(message.key())) {
                take(message, piece.fromNs(), intervals, stops);
            }
        });
        if (interval == null && stop == null) {
            return null;
        }
        explain(piece, answer);
        return answer;
    }

    /** Every statement is kept: the newest holds, the others say how it became what it is. */
    private void take(
            final ConsumerRecord<String, byte[]> message,
            final long fromNs,
            final ArrayNode intervals,
            final ArrayNode stops) {
        if (message.topic().equals(topics.stateIntervals())) {
            final StateInterval said = Json.stateInterval(message.value());
            if (said.fromNs() == fromNs) {
                interval = said;
                state(message, intervals);
            }
        } else {
            final Stop said = Json.stop(message.value());
            if (said.fromNs() == fromNs) {
                stop = said;
                state(message, stops);
            }
        }
    }

    /** A lasting state is said again each minute: of statements that differ only in how far they know it, the last is shown. */
    private void state(final ConsumerRecord<String, byte[]> message, final ArrayNode into) {
        final var node = Records.of(message.value());
        final int last = into.size() - 1;
        if (last >= 0
                && node.path("open").asBoolean()
                && into.get(last).path("open").asBoolean()) {
            into.remove(last);
        }
        into.add(node);
        saidMs = Math.max(saidMs, message.timestamp());
    }

    private void explain(final Subject.Piece piece, final Answer answer) {
        final StateInterval held = interval;
        final Stop stood = stop;
        long toNs = piece.fromNs();
        String reason = "";
        OperationKey operation = null;
        if (held != null) {
            toNs = held.toNs();
            reason = held.reason();
            operation = held.operation();
            Rules.of(held).forEach(rule -> answer.sentence("rules", rule));
            if (held.withdrawn()) {
                answer.sentence("rules", "withdrawn: no state interval begins here any more");
            }
        }
        if (stood != null) {
            toNs = Math.max(toNs, stood.toNs());
            reason = reason.isEmpty() ? stood.reason() : reason;
            operation = operation == null ? stood.operation() : operation;
            answer.sentence("rules", stood(stood));
        }
        final Evidence evidence = new Evidence(piece.machine(), piece.fromNs(), toNs).read(reader, topics, saidMs);
        evidence.contexts(answer.section("orderContexts"));
        evidence.events(Evidence::isState, answer.section("events"));
        evidence.masterData().list(piece.machine(), operation, reason, piece.fromNs(), answer.section("masterData"));
        Evidence.doubts(piece.machine()::equals, piece.fromNs(), toNs, reader, topics, answer);
    }

    private static String stood(final Stop stop) {
        return "a stop from production to production, charged to " + stop.state()
                + (stop.reason().isEmpty() ? " without a reason" : ", reason " + stop.reason())
                + (stop.micro() ? "; a micro-stop: shorter than the machine's threshold" : "")
                + (stop.withdrawn() ? "; withdrawn: no stop begins here any more" : "") + "; "
                + Rules.of(stop.planned());
    }
}
