package io.millrace.app.perf;

import io.millrace.app.kafka.TopicReader;
import io.millrace.app.report.Units;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the machines made, against what was told of them. */
final class Truth {
    private static final int SHOWN = 10;

    private Truth() {}

    /**
     * Reads the newest balance of every machine.
     *
     * @param madeMilli good units by machine, thousandths
     * @return a sentence for each difference, the first ten
     */
    static List<String> faults(
            final Map<String, Object> client, final Topics topics, final Map<String, Long> madeMilli) {
        final Map<String, byte[]> newest = new HashMap<>();
        final List<String> faults = new ArrayList<>();
        new TopicReader(client)
                .readAll(
                        List.of(topics.balances(), topics.quarantine(), topics.deadLetters(), topics.gaps()),
                        message -> {
                            if (message.topic().equals(topics.balances())) {
                                newest.put(message.key(), message.value());
                            } else {
                                faults.add(message.topic() + " has a record for " + message.key());
                            }
                        });
        madeMilli.forEach((machine, made) -> {
            final byte[] json = newest.get(machine);
            final String fault = fault(machine, made, json == null ? null : Json.balance(json));
            if (fault != null) {
                faults.add(fault);
            }
        });
        return faults.size() <= SHOWN ? faults : shortened(faults);
    }

    static @Nullable String fault(final String machine, final long madeMilli, final @Nullable Balance balance) {
        if (balance == null) {
            return madeMilli == 0 ? null : machine + " has no balance";
        }
        final Quantities made = new Quantities(madeMilli, 0, 0);
        if (balance.told().equals(made) && balance.attributed().equals(made)) {
            return null;
        }
        return machine + " made " + Units.text(madeMilli) + ", attributed are "
                + Units.text(balance.attributed().totalMilli()) + ", told "
                + Units.text(balance.told().totalMilli()) + ", unattributed "
                + Units.text(balance.unattributed().totalMilli()) + ", quarantined "
                + Units.text(balance.quarantinedMilli());
    }

    private static List<String> shortened(final List<String> faults) {
        final List<String> shown = new ArrayList<>(faults.subList(0, SHOWN));
        shown.add("and " + (faults.size() - SHOWN) + " more");
        return shown;
    }
}
