package io.millrace.app.report;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the topics say, added up: the newest balance of each machine and every confirmation. Not thread-safe. */
public final class TopicLedger {
    private final Topics topics;
    private final Map<String, Balance> balances = new TreeMap<>();
    private final Map<String, Quantities> confirmed = new TreeMap<>();
    private final Map<String, Integer> confirmations = new TreeMap<>();
    private final Set<UUID> ids = new HashSet<>();
    private final @Nullable Cuts cuts;
    private int repeatedIds;
    private int finals;

    /** Everything that is said, as it is said. */
    public TopicLedger(final Topics topics) {
        this(topics, null);
    }

    /** @param cuts what was said later is left out of the sums; null: everything counts */
    public TopicLedger(final Topics topics, final @Nullable Cuts cuts) {
        this.topics = topics;
        this.cuts = cuts;
        if (cuts != null) {
            cuts.all().forEach((machine, cut) -> balances.put(machine, cut.balance()));
        }
    }

    /** The topics it wants to see. */
    public List<String> wanted() {
        return List.of(topics.balances(), topics.confirmations());
    }

    /** Takes a record of any topic; others than the wanted ones change nothing. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        if (message.topic().equals(topics.balances()) && cuts == null) {
            final Balance balance = Json.balance(message.value());
            balances.put(balance.machine(), balance);
        } else if (message.topic().equals(topics.confirmations())) {
            confirmed(Json.confirmation(message.value()), message.timestamp());
        }
    }

    private void confirmed(final Confirmation confirmation, final long timestampMs) {
        if (!ids.add(confirmation.id())) {
            repeatedIds++;
        }
        if (confirmation.kind() == Confirmation.Kind.FINAL) {
            finals++;
        } else if (cuts == null || cuts.includes(confirmation, timestampMs)) {
            confirmed.merge(confirmation.machine(), confirmation.quantity(), Quantities::plus);
            confirmations.merge(confirmation.machine(), 1, Integer::sum);
        }
    }

    public Map<String, Balance> balances() {
        return balances;
    }

    /** Sum of a machine's confirmations, reversals taken off. */
    public Quantities confirmed(final String machine) {
        return confirmed.getOrDefault(machine, Quantities.ZERO);
    }

    public int confirmations(final String machine) {
        return confirmations.getOrDefault(machine, 0);
    }

    public int finals() {
        return finals;
    }

    /** Confirmation ids seen more than once. */
    public int repeatedIds() {
        return repeatedIds;
    }
}
