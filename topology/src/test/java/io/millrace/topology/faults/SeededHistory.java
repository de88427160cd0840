package io.millrace.topology.faults;

import io.millrace.core.plant.OperationKey;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a plant says in some weeks: several machines share each operation, from several partitions; events are missing, out of
 * order and sent again, and some records are no events at all.
 */
final class SeededHistory {
    private SeededHistory() {}

    static List<ProducerRecord<String, byte[]>> of(
            final Topics topics, final long seed, final int machines, final int operations) {
        final Random random = new Random(seed);
        final List<OperationKey> keys = IntStream.range(0, operations)
                .mapToObj(i -> new OperationKey(Integer.toString(1_001 + i), "0010"))
                .toList();
        final List<ProducerRecord<String, byte[]>> history = new ArrayList<>(definitions(topics, keys, machines));
        final List<List<byte[]>> days = IntStream.range(0, machines)
                .mapToObj(i -> disturbed(new RandomShift(machine(i), seed + i, keys).events, random))
                .toList();
        final int longest = days.stream().mapToInt(List::size).max().orElseThrow();
        for (int at = 0; at < longest; at++) {
            for (int i = 0; i < machines; i++) {
                if (at < days.get(i).size()) {
                    final int partition = i % topics.partitions();
                    history.add(new ProducerRecord<>(
                            topics.events(), partition, machine(i), days.get(i).get(at)));
                }
            }
        }
        return history;
    }

    private static List<ProducerRecord<String, byte[]>> definitions(
            final Topics topics, final List<OperationKey> operations, final int machines) {
        final List<byte[]> all = new ArrayList<>();
        operations.forEach(operation -> all.add(Shift.operationDefined(operation, 50_000, 3_000)));
        IntStream.range(0, machines).forEach(i -> all.add(Shift.machineDefined(machine(i))));
        final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < topics.partitions(); partition++) {
            for (final byte[] definition : all) {
                records.add(new ProducerRecord<>(topics.events(), partition, "", definition));
            }
        }
        return records;
    }

    private static List<byte[]> disturbed(final List<byte[]> events, final Random random) {
        final List<byte[]> disturbed = new ArrayList<>();
        for (final byte[] event : events) {
            switch (random.nextInt(50)) {
                case 0 -> {} // on its way for ever: a gap
                case 1 -> disturbed.addAll(List.of(event, event));
                case 2 -> disturbed.add(Math.max(0, disturbed.size() - 10), event);
                case 3 -> disturbed.addAll(List.of("no event".getBytes(StandardCharsets.UTF_8), event));
                default -> disturbed.add(event);
            }
            if (disturbed.size() > 1 && random.nextInt(20) == 0) {
                Collections.swap(disturbed, disturbed.size() - 1, disturbed.size() - 2);
            }
        }
        return disturbed;
    }

    private static String machine(final int number) {
        return "acme/berlin/press/line1/press" + number;
    }
}
