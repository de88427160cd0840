package io.millrace.app.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.app.replay.ReplayRequest.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a replay says otherwise on one topic, identity by identity.
 *
 * @param topic last part of its name
 * @param movedOn restated since by later events, the earlier statement no longer kept: not compared
 * @param differences in the order of the identities
 */
public record TopicDifference(
        String topic,
        int same,
        int onlyLive,
        int onlyReplay,
        int different,
        int movedOn,
        List<Difference> differences) {

    /** Null where it was not said. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(String topic, String identity, @Nullable JsonNode live, @Nullable JsonNode replay) {}

    public TopicDifference {
        differences = List.copyOf(differences);
    }

    public boolean isNone() {
        return differences.isEmpty();
    }

    /** Compares what stands at either; a statement counts if its time is in the window, live or in the replay. */
    static TopicDifference of(final String topic, final Standing live, final Standing replay, final Window window) {
        final Identity identity = Identity.of(topic);
        final List<Difference> differences = new ArrayList<>();
        final int[] counts = new int[5];
        final TreeSet<String> names = new TreeSet<>(live.said().keySet());
        names.addAll(replay.said().keySet());
        for (final String name : names) {
            final Said then = live.said().get(name);
            final Said now = replay.said().get(name);
            if (!isIn(window, then) && !isIn(window, now)) {
                continue;
            }
            final Outcome outcome = outcome(identity, name, live, then, now);
            counts[outcome.ordinal()]++;
            if (outcome != Outcome.SAME && outcome != Outcome.MOVED_ON) {
                differences.add(new Difference(topic, name, tree(then), tree(now)));
            }
        }
        return new TopicDifference(topic, counts[0], counts[1], counts[2], counts[3], counts[4], differences);
    }

    private enum Outcome {
        SAME,
        ONLY_LIVE,
        ONLY_REPLAY,
        DIFFERENT,
        MOVED_ON
    }

    private static Outcome outcome(
            final Identity identity,
            final String name,
            final Standing live,
            final @Nullable Said then,
            final @Nullable Said now) {
        if (now == null) {
            return Outcome.ONLY_LIVE;
        } else if (then == null) {
            return identity.fields().isEmpty() && live.isOnlySaidLater(name) ? Outcome.MOVED_ON : Outcome.ONLY_REPLAY;
        }
        return isSame(identity, then.value(), now.value()) ? Outcome.SAME : Outcome.DIFFERENT;
    }

    private static boolean isIn(final Window window, final @Nullable Said said) {
        return said != null && window.contains(said.time());
    }

    /** Byte for byte, but for where something lay in Kafka, and by which steps it came to be. */
    private static boolean isSame(final Identity identity, final byte[] live, final byte[] replay) {
        if (identity.placed().isEmpty() || Arrays.equals(live, replay)) {
            return Arrays.equals(live, replay);
        }
        return withoutPlace(identity, live).equals(withoutPlace(identity, replay));
    }

    private static JsonNode withoutPlace(final Identity identity, final byte[] value) {
        final JsonNode tree = Trees.read(value);
        return tree instanceof ObjectNode object ? object.remove(identity.placed()) : tree;
    }

    private static @Nullable JsonNode tree(final @Nullable Said said) {
        return said == null ? null : Trees.read(said.value());
    }
}
