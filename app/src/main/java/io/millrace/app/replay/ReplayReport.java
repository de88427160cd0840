package io.millrace.app.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a replay differs from what is live.
 *
 * @param prefix of the replay's topics
 * @param from of the source times compared, ISO 8601, null for the beginning
 * @param to null for no end
 * @param events replayed
 * @param notes what a reader has to know before believing a difference
 */
public record ReplayReport(
        String prefix,
        @Nullable String from,
        @Nullable String to,
        long events,
        List<String> notes,
        List<TopicDifference> topics,
        List<OperationTotal> operations) {
    public ReplayReport {
        notes = List.copyOf(notes);
        topics = List.copyOf(topics);
        operations = List.copyOf(operations);
    }

    public boolean isIdentical() {
        return topics.stream().allMatch(TopicDifference::isNone);
    }
}
