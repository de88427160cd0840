package io.millrace.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.topology.record.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What stands on a topic: of each identity its final statement, as far as the events of a replay caused it. Not thread-safe. */
final class Standing {
    private final Identity identity;
    private final long sinceMs;
    private final long untilMs;
    private final SortedMap<String, Said> said = new TreeMap<>();
    private final Map<String, Integer> repeats = new HashMap<>();
    private final Set<String> later = new HashSet<>();

    /**
     * @param sinceMs broker's time of the first event that counts: what earlier ones caused is left out
     * @param untilMs of the last
     */
    Standing(final Identity identity, final long sinceMs, final long untilMs) {
        this.identity = identity;
        this.sinceMs = sinceMs;
        this.untilMs = untilMs;
    }

    /** Takes a record; of each partition in its order. */
    void take(final ConsumerRecord<String, byte[]> record) {
        final byte[] value = record.value();
        final String key = record.key() == null ? "" : record.key();
        final JsonNode json = value == null ? Trees.NOTHING : Trees.read(value);
        if (isOfAGateway(json)) {
            return;
        }
        final String name = identity.of(key, json);
        if (record.timestamp() < sinceMs) {
            return;
        }
        if (record.timestamp() > untilMs) {
            later.add(name);
        } else if (value == null) {
            said.remove(name);
        } else if (identity.isRestated()) {
            said.put(name, new Said(timeOf(record), value));
        } else {
            final int count = repeats.merge(name, 1, Integer::sum);
            said.put(count == 1 ? name : name + " #" + count, new Said(timeOf(record), value));
        }
    }

    /** A gateway's dead letters never were events. */
    private static boolean isOfAGateway(final JsonNode json) {
        return json.has("payload")
                && !DeadLetter.TOPOLOGY.equals(json.path("source").asText());
    }

    private static Instant timeOf(final ConsumerRecord<String, byte[]> record) {
        final Header time = record.headers().lastHeader("ce_time");
        if (time != null) {
            try {
                return Instant.parse(new String(time.value(), StandardCharsets.UTF_8));
            } catch (final DateTimeException notATime) {
                // Somebody else's record: its own time will do.
            }
        }
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** By identity. */
    SortedMap<String, Said> said() {
        return Collections.unmodifiableSortedMap(said);
    }

    /** True if later events said it, and what was said before is not there. */
    boolean isOnlySaidLater(final String name) {
        return later.contains(name) && !said.containsKey(name);
    }
}
