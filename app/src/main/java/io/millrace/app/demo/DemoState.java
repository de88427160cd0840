package io.millrace.app.demo;

import io.millrace.app.report.TopicLedger;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.MachineStatus;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the demo has seen on Millrace's topics so far. Filled by one thread, read by another: every method is synchronized. */
final class DemoState {
    private static final int STORIES_KEPT = 200;

    private final Topics topics;
    private final TopicLedger ledger;
    private final Map<String, MachineStatus> machines = new TreeMap<>();
    private final Map<String, Confirmation> last = new TreeMap<>();
    private final List<String> stories = new ArrayList<>();
    /** How many of the stories nobody has asked for with {@link #newStories}. */
    private int unread;

    private final Corrections corrections = new Corrections(this::tell);
    /**
     * Milliseconds from the source time of what triggered a confirmation to its arrival here. Corrections are left out, since what
     * they correct may lie any time back, and the FINAL, since it waits for the news of other machines.
     */
    private final Histogram latencyMs = new Histogram(3_600_000, 3);

    /** By the source time of what triggered a confirmation, in ms: when it arrived here, in ms. */
    private final TreeMap<Long, Long> arrivals = new TreeMap<>();

    private long confirmations;
    private long firstConfirmationMs;

    DemoState(final Topics topics) {
        this.topics = topics;
        this.ledger = new TopicLedger(topics);
    }

    List<String> wanted() {
        final List<String> wanted = new ArrayList<>(ledger.wanted());
        wanted.add(topics.machineStatus());
        wanted.add(topics.deadLetters());
        return wanted;
    }

    /** @param nowMs this process's clock, the same as the plant's */
    synchronized void take(final ConsumerRecord<String, byte[]> message, final long nowMs) {
        if (message.value() == null) {
            return;
        }
        ledger.take(message);
        if (message.topic().equals(topics.confirmations())) {
            confirmed(Json.confirmation(message.value()), nowMs);
        } else if (message.topic().equals(topics.machineStatus())) {
            final MachineStatus status = Json.machineStatus(message.value());
            machines.put(status.machine(), status);
        } else if (message.topic().equals(topics.deadLetters())) {
            tell("dead letter: " + Json.deadLetter(message.value()).detail());
        }
    }

    private void confirmed(final Confirmation confirmation, final long nowMs) {
        confirmations++;
        if (firstConfirmationMs == 0) {
            firstConfirmationMs = nowMs;
        }
        final long triggeredMs = confirmation.triggerSourceNs() / 1_000_000;
        arrivals.merge(triggeredMs, nowMs, Math::min);
        if (confirmation.trigger() != Confirmation.Trigger.CORRECTION
                && confirmation.kind() != Confirmation.Kind.FINAL) {
            latencyMs.recordValue(Math.max(0, Math.min(3_600_000, nowMs - triggeredMs)));
        }
        if (confirmation.kind() == Confirmation.Kind.FINAL) {
            tell("operation " + confirmation.operation() + " is finished: final confirmation sent");
        } else {
            last.put(confirmation.machine(), confirmation);
            corrections.take(confirmation, nowMs);
        }
    }

    /** Adds to the story, with the time of day. */
    synchronized void tell(final String story) {
        stories.add(Instant.ofEpochMilli(System.currentTimeMillis()).toString().substring(11, 19) + "  " + story);
        if (stories.size() > STORIES_KEPT) {
            stories.remove(0);
        }
        unread = Math.min(unread + 1, stories.size());
    }

    /** @return the stories that were not returned here before, oldest first */
    synchronized List<String> newStories(final long nowMs) {
        corrections.flush(nowMs);
        final List<String> fresh = List.copyOf(stories.subList(stories.size() - unread, stories.size()));
        unread = 0;
        return fresh;
    }

    /** @return the newest stories, oldest first */
    synchronized List<String> stories(final int atMost, final long nowMs) {
        corrections.flush(nowMs);
        return List.copyOf(stories.subList(Math.max(0, stories.size() - atMost), stories.size()));
    }

    synchronized Map<String, MachineStatus> machines() {
        return new TreeMap<>(machines);
    }

    synchronized @Nullable Confirmation lastConfirmation(final String machine) {
        return last.get(machine);
    }

    synchronized long confirmations() {
        return confirmations;
    }

    /** Wall clock of the first confirmation's arrival, 0 before it. */
    synchronized long firstConfirmationMs() {
        return firstConfirmationMs;
    }

    /** @return how long after a moment the first confirmation came of something that happened after it, -1 if none has */
    synchronized long confirmedAfterMs(final long momentMs) {
        return arrivals.tailMap(momentMs, false).values().stream()
                .mapToLong(arrival -> arrival - momentMs)
                .min()
                .orElse(-1);
    }

    synchronized long accepted() {
        return ledger.balances().values().stream()
                .mapToLong(each -> each.accepted())
                .sum();
    }

    synchronized long latencyMs(final double percentile) {
        return latencyMs.getValueAtPercentile(percentile);
    }

    /** Asks the ledger something while nobody changes it. */
    synchronized <T> T ask(final Function<TopicLedger, T> question) {
        return question.apply(ledger);
    }
}
