package io.millrace.app.report;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.topology.record.Json;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Up to where each machine is compared: its newest balance. What was said after it is left out, so that a plant may run while it is
 * audited. The balances are read first. Not thread-safe.
 */
public final class Cuts {
    /**
     * One machine's.
     *
     * @param timestampMs of its newest balance's record: everything said for the same event has the same
     */
    record Cut(Balance balance, long timestampMs, int partition) {}

    private final Map<String, Cut> cuts = new TreeMap<>();

    /** Takes a record of {@code .balances}; of each partition in its order. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() != null) {
            final Balance balance = Json.balance(message.value());
            cuts.put(balance.machine(), new Cut(balance, message.timestamp(), message.partition()));
        }
    }

    Map<String, Cut> all() {
        return cuts;
    }

    @Nullable
    Cut of(final String machine) {
        return cuts.get(machine);
    }

    /** @return false for what was said after the machine's newest balance, and for a machine without one */
    boolean includes(final String machine, final long timestampMs) {
        final Cut cut = cuts.get(machine);
        return cut != null && timestampMs <= cut.timestampMs();
    }

    /** Confirmations are said at once, and a batch of events may share one timestamp: the trigger's gateway time decides there. */
    boolean includes(final Confirmation said, final long timestampMs) {
        final Cut cut = cuts.get(said.machine());
        return cut != null
                && timestampMs <= cut.timestampMs()
                && said.triggerGatewayNs() <= cut.balance().asOfNs();
    }

    /** Gateway time of the machine's newest balance, in nanoseconds; the largest number if it has none. */
    long asOfNs(final String machine) {
        final Cut cut = cuts.get(machine);
        return cut == null ? Long.MAX_VALUE : cut.balance().asOfNs();
    }
}
