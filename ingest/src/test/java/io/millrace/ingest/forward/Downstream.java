package io.millrace.ingest.forward;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.InMemoryHistory;
import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs;
import io.millrace.core.plant.Definitions;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** What the topology makes of a topic, without Kafka Streams: the accounts of the machines, counted by their reports. */
public final class Downstream {
    private final Definitions definitions = new Definitions();
    private final Map<String, MachineAccount> accounts = new HashMap<>();
    private final Map<String, InMemoryHistory> histories = new HashMap<>();
    private final Outputs unheard = (Outputs) Proxy.newProxyInstance(
            Outputs.class.getClassLoader(), new Class<?>[] {Outputs.class}, (proxy, method, arguments) -> null);

    public void apply(final Event event) {
        final String machine = event.head().machine();
        if (event.fact() instanceof Fact.Definition definition) {
            definitions.apply(definition);
            return;
        }
        account(machine).apply(event, definitions, histories.get(machine), unheard);
    }

    private MachineAccount account(final String machine) {
        return accounts.computeIfAbsent(machine, any -> {
            definitions.apply(Fact.MachineDefined.of(machine, Authority.REPORT, 0, 0, 60_000_000_000L, 0));
            histories.put(machine, new InMemoryHistory());
            return new MachineAccount(machine);
        });
    }

    /** Units of all machines, whether they belong to an operation or not, in thousandths. */
    public long countedMilli() {
        return accounts.values().stream()
                .map(MachineAccount::balance)
                .mapToLong(b -> b.attributed().totalMilli() + b.unattributed().totalMilli())
                .sum();
    }

    /** Events dropped because the source had said them before. */
    public long repeated() {
        return accounts.values().stream()
                .mapToLong(account -> account.balance().repeated())
                .sum();
    }

    /** Events dropped because the gateway had sent them before. */
    public long resent() {
        return accounts.values().stream()
                .mapToLong(account -> account.balance().resent())
                .sum();
    }
}
