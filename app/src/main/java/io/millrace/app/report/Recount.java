package io.millrace.app.report;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.InMemoryHistory;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Definitions;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Counts once more: every event through the rules, in memory, from the first one kept. What the topologies said has to agree with it,
 * as long as no event has been deleted by retention. Not thread-safe.
 */
public final class Recount {
    private final EventDecoder decoder = new EventDecoder();
    private final Map<Integer, Definitions> definitions = new TreeMap<>();
    private final Map<String, MachineAccount> accounts = new TreeMap<>();
    private final Map<String, InMemoryHistory> histories = new TreeMap<>();
    private final LastBalances balances = new LastBalances();
    private long events;

    /** Takes a record of {@code millrace.events}; of each partition in its order. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        events++;
        final Event event = decoder.decode(new UnsafeBuffer(message.value()), 0);
        final Definitions known = definitions.computeIfAbsent(message.partition(), partition -> new Definitions());
        if (event.fact() instanceof Fact.Definition definition) {
            known.apply(definition);
            return;
        }
        final String machine = event.head().machine();
        accounts.computeIfAbsent(machine, MachineAccount::new)
                .apply(event, known, histories.computeIfAbsent(machine, name -> new InMemoryHistory()), balances);
    }

    /** The newest balance of each machine. */
    public Map<String, Balance> balances() {
        return balances.byMachine;
    }

    public long events() {
        return events;
    }
}
