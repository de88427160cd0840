package io.millrace.app.run;

import io.millrace.app.config.Configuration;
import io.millrace.app.kafka.TopicReader;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What Kafka holds about one machine, in the words of {@code RecordingTruth.java}. */
final class Statements {
    private final String machine;
    private final Topics topics;
    private final Map<Long, StateInterval> intervals = new TreeMap<>();
    private final Map<String, Quantities> counted = new TreeMap<>();
    private final Map<String, Quantities> told = new TreeMap<>();
    private @Nullable Balance balance;

    private Statements(final String machine, final Topics topics) {
        this.machine = machine;
        this.topics = topics;
    }

    static Statements read(final Configuration configuration, final String machine) {
        final Statements statements = new Statements(machine, TopologyRun.topics(configuration));
        final Topics topics = statements.topics;
        new TopicReader(configuration.kafka().clientProperties())
                .readAll(
                        List.of(
                                topics.stateIntervals(),
                                topics.quantities(),
                                topics.confirmations(),
                                topics.balances()),
                        statements::take);
        return statements;
    }

    private void take(final ConsumerRecord<String, byte[]> message) {
        if (message.topic().equals(topics.confirmations())) {
            take(Json.confirmation(message.value()));
        } else if (message.topic().equals(topics.quantities()) && message.key().startsWith(machine + "|")) {
            final QuantityStatement said = Json.quantity(message.value());
            counted.put(said.operation().text(), said.counted());
        } else if (message.key().equals(machine) && message.topic().equals(topics.stateIntervals())) {
            take(Json.stateInterval(message.value()));
        } else if (message.key().equals(machine)) {
            balance = Json.balance(message.value());
        }
    }

    /** Of each start the newest revision stands. */
    private void take(final StateInterval said) {
        intervals.merge(said.fromNs(), said, (a, b) -> a.revision() > b.revision() ? a : b);
    }

    private void take(final Confirmation said) {
        if (said.machine().equals(machine)) {
            told.merge(said.operation().text(), said.quantity(), Quantities::plus);
        }
    }

    /** @param running the operation that has not ended, so that not all of it is told yet; "-" for none */
    List<String> lines(final String running) {
        final List<String> lines = new ArrayList<>();
        intervals.values().stream()
                .filter(interval -> !interval.withdrawn() && !interval.open())
                .map(Statements::line)
                .forEach(lines::add);
        final Balance last = balance;
        if (last == null) {
            return lines;
        }
        lines.add("unattributed " + text(last.unattributed()));
        counted.forEach((operation, units) -> add(lines, "units " + operation, units));
        told.forEach((operation, units) -> {
            if (!operation.equals(running)) {
                add(lines, "told " + operation, units);
            }
        });
        lines.add("quarantined " + last.quarantinedMilli());
        lines.add("running " + running);
        lines.add("events " + last.accepted());
        lines.add("late " + last.late());
        lines.add("repeated " + last.repeated());
        return lines;
    }

    private static void add(final List<String> lines, final String what, final Quantities units) {
        if (!units.isZero()) {
            lines.add(what + " " + text(units));
        }
    }

    private static String line(final StateInterval interval) {
        return "interval " + interval.fromNs() + " " + interval.toNs() + " " + interval.state() + " "
                + (interval.nativeState().isEmpty() ? "-" : interval.nativeState()) + " " + interval.mode() + " "
                + (interval.operation() == null ? "-" : interval.operation().text());
    }

    private static String text(final Quantities units) {
        return units.goodMilli() + " " + units.scrapMilli() + " " + units.reworkMilli();
    }
}
