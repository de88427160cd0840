package io.millrace.app.quarantine;

import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What is in quarantine: of each machine and id the newest statement holds. Not thread-safe. */
public final class QuarantineList {
    /** @param id unique for the machine */
    private record Key(String machine, String id) implements Comparable<Key> {
        @Override
        public int compareTo(final Key other) {
            final int byMachine = machine.compareTo(other.machine);
            return byMachine != 0 ? byMachine : id.compareTo(other.id);
        }
    }

    private final Map<Key, Quarantined> newest = new TreeMap<>();

    /** Takes a record of {@code .quarantine}; of each partition in its order. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() != null) {
            take(Json.quarantined(message.value()));
        }
    }

    void take(final Quarantined said) {
        newest.put(new Key(said.machine(), said.id()), said);
    }

    /** Everything ever quarantined that is still kept, by machine and then by time. */
    public List<Quarantined> all() {
        return newest.values().stream()
                .sorted(Comparator.comparing(Quarantined::machine).thenComparingLong(Quarantined::timeNs))
                .toList();
    }

    /** Of {@link #all()} what waits for a decision. */
    public List<Quarantined> open() {
        return all().stream()
                .filter(one -> one.status() == Quarantined.Status.OPEN)
                .toList();
    }

    public @Nullable Quarantined find(final String machine, final String id) {
        return newest.get(new Key(machine, id));
    }

    /**
     * Why these cannot be decided.
     *
     * @param nowNs when the decision would be said
     * @return a sentence for each that cannot; empty if all can
     */
    public List<String> objections(final String machine, final Collection<String> ids, final long nowNs) {
        if (all().stream().noneMatch(one -> one.machine().equals(machine))) {
            return List.of(
                    "nothing of a machine " + machine + " is in quarantine: see `millrace quarantine list --all`");
        }
        return ids.stream()
                .map(id -> objection(machine, id, nowNs))
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private String objection(final String machine, final String id, final long nowNs) {
        final Quarantined found = find(machine, id);
        if (found == null) {
            return machine + " has no " + id + " in quarantine";
        } else if (found.status() == Quarantined.Status.RESOLVED) {
            return id + " is resolved: a later event explained it, there is nothing to decide";
        } else if (found.status() != Quarantined.Status.OPEN) {
            return id + " is decided already: " + found.status();
        } else if (found.reason() == Quarantined.Reason.BEYOND_HORIZON && found.quantityMilli() == 0) {
            return id + " carries no units: there is nothing to decide";
        } else if (found.reason() == Quarantined.Reason.BACKWARDS
                && found.timeNs() < nowNs - MachineAccount.HORIZON_NS) {
            return id + " went backwards more than 7 days ago: the timeline of then is closed, it stays in quarantine";
        }
        return "";
    }
}
