package io.millrace.app.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.topology.record.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a topic, each once, in the order in which they were taken in: by time, and never against the order of a
 * partition, whatever the gateway's clock did. Not thread-safe.
 */
public final class LetterList {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Place(long timeNs, int partition, long offset) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::timeNs)
                .thenComparingInt(Place::partition)
                .thenComparingLong(Place::offset);

        @Override
        public int compareTo(final Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final Map<String, Place> places = new HashMap<>();
    private final Map<Place, Letter> letters = new TreeMap<>();
    private final Map<Integer, Long> newestNs = new HashMap<>();
    private int unreadable;

    /** Takes a record of {@code .dead-letters}; of each partition in its order. What is no dead letter is counted and passed. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            take(message, JSON.readTree(message.value()));
        } catch (final IOException | RuntimeException noLetter) {
            unreadable++;
        }
    }

    private void take(final ConsumerRecord<String, byte[]> message, final JsonNode json) {
        final LetterDecision decision = LetterDecision.of(json);
        final String id = id(message, json);
        final Place known = places.get(id);
        if (known != null) {
            // A gateway that has lost its position says old letters again: that undoes no decision.
            letters.computeIfPresent(known, (place, one) -> decision == null ? one : one.with(decision));
            return;
        }
        final Letter letter = new Letter(
                id, String.valueOf(message.key()), Json.deadLetter(message.value()), message.value(), decision);
        final long timeNs = newestNs.merge(message.partition(), letter.said().timeNs(), Math::max);
        final Place place = new Place(timeNs, message.partition(), message.offset());
        places.put(id, place);
        letters.put(place, letter);
    }

    private static String id(final ConsumerRecord<String, byte[]> message, final JsonNode json) {
        if (json.hasNonNull("id")) {
            return json.path("id").asText();
        }
        final Header header = message.headers().lastHeader("ce_id");
        return header == null
                ? message.partition() + "-" + message.offset()
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** In the order they were taken in. */
    public List<Letter> all() {
        return List.copyOf(letters.values());
    }

    public @Nullable Letter find(final String id) {
        final Place place = places.get(id);
        return place == null ? null : letters.get(place);
    }

    /** Records that are no dead letters of this version. */
    public int unreadable() {
        return unreadable;
    }
}
