package io.millrace.app.why;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.report.Units;
import io.millrace.core.ledger.Confirmation;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What lies behind a confirmation. */
final class WhyTold {
    /** Confirmations of the same ledger that are shown before and after. */
    private static final int NEIGHBOURS = 10;

    private final TopicReader reader;
    private final Topics topics;

    WhyTold(final TopicReader reader, final Topics topics) {
        this.reader = reader;
        this.topics = topics;
    }

    /** A confirmation where it stands in the topic. */
    private record Stated(Confirmation said, byte[] json, long timestampMs) {}

    /** @return null if there is no such confirmation */
    @Nullable
    Answer answer(final UUID id) {
        final Stated found = find(id);
        if (found == null) {
            return null;
        }
        final Confirmation told = found.said();
        final List<Stated> ledger = ledger(told);
        final Answer answer = new Answer(title(told));
        answer.section("says").add(Records.of(found.json()));
        if (told.kind() == Confirmation.Kind.FINAL) {
            sumUp(ledger, found, answer);
        } else {
            final Stated reversed = ledger.stream()
                    .filter(each -> each.said().id().equals(told.reverses()))
                    .findFirst()
                    .orElse(found);
            final long fromNs = Math.min(told.fromNs(), reversed.said().fromNs());
            final long toNs = Math.max(told.toNs(), reversed.said().toNs());
            behind(found, fromNs, toNs, answer);
            chain(ledger, told, answer);
            Evidence.doubts(told.machine()::equals, fromNs, toNs, reader, topics, answer);
        }
        return answer;
    }

    private @Nullable Stated find(final UUID id) {
        final List<Stated> found = new ArrayList<>(1);
        reader.readAll(List.of(topics.confirmations()), message -> {
            final Confirmation one = message.value() == null ? null : Json.confirmation(message.value());
            if (one != null && one.id().equals(id)) {
                found.add(new Stated(one, message.value(), message.timestamp()));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** All of the same ledger; of a FINAL, of all the operation's ledgers. */
    private List<Stated> ledger(final Confirmation told) {
        final List<Stated> ledger = new ArrayList<>();
        final String key = told.operation().text();
        reader.readPartitionOf(key, List.of(topics.confirmations()), message -> {
            if (message.value() == null || !key.equals(message.key())) {
                return;
            }
            final Confirmation one = Json.confirmation(message.value());
            if (told.machine().isEmpty() || told.machine().equals(one.machine())) {
                ledger.add(new Stated(one, message.value(), message.timestamp()));
            }
        });
        return ledger;
    }

    private static String title(final Confirmation told) {
        return told.kind() + " " + told.id() + " of operation " + told.operation()
                + (told.machine().isEmpty()
                        ? " by all its machines"
                        : " by " + told.machine() + ", number " + told.number());
    }

    /** @param fromNs source time of the first unit it speaks of: a reversal speaks of those it takes back */
    private void behind(final Stated found, final long fromNs, final long toNs, final Answer answer) {
        final Confirmation told = found.said();
        final Evidence evidence = new Evidence(told.machine(), fromNs, toNs).read(reader, topics, found.timestampMs());
        final MasterData known = evidence.masterData();
        Rules.of(told, known.machine(told.machine(), told.toNs()), known.operation(told.operation()))
                .forEach(rule -> answer.sentence("rules", rule));
        evidence.contexts(answer.section("orderContexts"));
        evidence.events(Evidence::isCount, answer.section("counted"));
        known.list(told.machine(), told.operation(), "", told.toNs(), answer.section("masterData"));
    }

    /** What it takes back, what takes it back, and what was said around it. */
    private static void chain(final List<Stated> ledger, final Confirmation told, final Answer answer) {
        final ArrayNode chain = answer.section("ledger");
        for (final Stated each : ledger) {
            final Confirmation one = each.said();
            final boolean isRelated =
                    told.id().equals(one.reverses()) || one.id().equals(told.reverses());
            if (isRelated || Math.abs((long) one.number() - told.number()) <= NEIGHBOURS) {
                final ObjectNode node = brief(one, chain);
                if (one.id().equals(told.id())) {
                    node.put("this", true);
                }
            }
        }
    }

    private static ObjectNode brief(final Confirmation one, final ArrayNode into) {
        final ObjectNode node = into.addObject();
        node.put("number", one.number())
                .put("kind", one.kind().name())
                .put("id", one.id().toString())
                .put("good", Units.text(one.quantity().goodMilli()))
                .put("scrap", Units.text(one.quantity().scrapMilli()))
                .put("rework", Units.text(one.quantity().reworkMilli()))
                .put("goodTold", Units.text(one.toldAfter().goodMilli()))
                .put("trigger", one.trigger().name())
                .put("time", Times.text(one.triggerSourceNs()));
        final UUID reversed = one.reverses();
        if (reversed != null) {
            node.put("reverses", reversed.toString());
        }
        return node;
    }

    private void sumUp(final List<Stated> all, final Stated found, final Answer answer) {
        answer.sentence(
                "rules",
                "said once, when every machine that ran the operation had completed it and told everything; corrections may"
                        + " follow");
        final ArrayNode sum = answer.section("sumsUp");
        final ArrayNode after = answer.section("saidAfterIt");
        boolean isBefore = true;
        String machine = "";
        for (final Stated each : all) {
            if (each.said().id().equals(found.said().id())) {
                isBefore = false;
            } else {
                machine = each.said().machine();
                brief(each.said(), isBefore ? sum : after).put("machine", machine);
            }
        }
        if (!machine.isEmpty()) {
            final Evidence evidence = new Evidence(
                            machine, found.said().toNs(), found.said().toNs())
                    .read(reader, topics, found.timestampMs());
            evidence.masterData()
                    .list(machine, found.said().operation(), "", found.said().toNs(), answer.section("masterData"));
        }
    }
}
