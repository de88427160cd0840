package io.millrace.topology.production;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Keys of clocks on the topic between the halves: one for each partition, chosen so that Kafka's own partitioner puts it there. No
 * operation has such a key, since an order contains no slash.
 */
final class ClockKeys {
    private static final String PREFIX = "#clock//";

    private ClockKeys() {}

    /** @return one for each partition, in their order */
    static List<String> of(final int partitions) {
        final List<String> keys = new ArrayList<>(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            int number = 0;
            while (partitionOf(PREFIX + number, partitions) != partition) {
                number++;
            }
            keys.add(PREFIX + number);
        }
        return keys;
    }

    private static int partitionOf(final String key, final int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    static boolean isOne(final byte @Nullable [] key) {
        return key != null && new String(key, StandardCharsets.UTF_8).startsWith(PREFIX);
    }
}
