package io.millrace.ingest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender that sends again what was not acknowledged, and an intake that is killed with SIGKILL where it stands: after it received,
 * appended, synced or acknowledged a message.
 */
@Timeout(300)
class KilledIntakeTest {
    private static final long SEED = Long.getLong("faults.seed", 20260711);
    private static final int MESSAGES = 60;
    private static final int LIVES = 12;

    @TempDir
    Path root;

    private final Set<Long> unacknowledged =
            new TreeSet<>(LongStream.rangeClosed(1, MESSAGES).boxed().toList());
    private int lives;

    @Test
    void shouldLoseNothingAcknowledgedAndTellWhatComesTwiceAtEachStep() throws Exception {
        final List<Event> first = dieAt(Step.RECEIVE, 7);
        assertThat(first).as("received, not appended").hasSize(6);
        final List<Event> second = dieAt(Step.APPEND, 5);
        assertThat(second).as("appended").hasSize(5);
        assertThat(unacknowledged).as("and not acknowledged").contains(message(second.get(4)));
        final List<Event> third = dieAt(Step.SYNC, 3);
        assertThat(third).as("synced").hasSizeGreaterThanOrEqualTo(3);
        assertThat(unacknowledged).as("and not acknowledged").contains(message(third.get(2)));
        final List<Event> fourth = dieAt(Step.ACKNOWLEDGE, 4);
        assertThat(unacknowledged).as("acknowledged").doesNotContain(message(fourth.get(3)));
        liveOn();
        assertComplete();
    }

    @Test
    @Tag("faults")
    void shouldLoseNothingOverManyLives() throws Exception {
        final Random random = new Random(SEED);
        for (int life = 0; life < LIVES && unacknowledged.size() > 1; life++) {
            final Step step = Step.values()[random.nextInt(Step.NONE.ordinal())];
            dieAt(step, 1 + random.nextInt(Math.min(8, unacknowledged.size())));
        }
        assertThat(lives).as("seed %d", SEED).isGreaterThan(5);
        liveOn();
        assertComplete();
    }

    @Test
    void shouldLoseAMessageWithTheAcknowledgementBeforeTheJournal() throws Exception {
        try (IntakeProcess intake = start("BEFORE", Step.RECEIVE, 7)) {
            intake.send(LongStream.rangeClosed(1, 7).boxed().toList());
            intake.awaitStanding();
            intake.kill();
            unacknowledged.removeAll(intake.acknowledged());
        }
        liveOn();
        assertThat(ids(journalled())).as("the safeguard is what the test sees").doesNotContain("m7");
    }

    /** @return what this life has journalled */
    private List<Event> dieAt(final Step step, final int message) throws IOException, InterruptedException {
        final int before = journalled().size();
        try (IntakeProcess intake = start("AFTER", step, message)) {
            intake.send(unacknowledged);
            intake.awaitStanding();
            unacknowledged.removeAll(intake.kill());
        }
        final List<Event> all = journalled();
        return all.subList(before, all.size());
    }

    private void liveOn() throws IOException, InterruptedException {
        try (IntakeProcess intake = start("AFTER", Step.NONE, 0)) {
            intake.send(unacknowledged);
            intake.awaitAcknowledged(unacknowledged);
            assertThat(intake.end()).isZero();
        }
    }

    private IntakeProcess start(final String acknowledge, final Step step, final int message) throws IOException {
        return new IntakeProcess(
                List.of(),
                root.toString(),
                String.valueOf(++lives),
                "PROCESS",
                acknowledge,
                step.name(),
                String.valueOf(message));
    }

    private void assertComplete() {
        final List<Event> journalled = journalled();
        assertThat(ids(journalled))
                .as("seed %d: all that was said, by the source's ids", SEED)
                .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, MESSAGES)
                        .mapToObj(message -> "m" + message)
                        .toList());
        assertThat(sum(journalled))
                .as("repeats came: the ids are what the truth rests on")
                .isGreaterThan(MESSAGES);
        final Map<String, Event> once = new HashMap<>();
        for (final Event event : journalled) {
            final Event other = once.putIfAbsent(event.head().sourceEventId(), event);
            if (other != null) {
                assertThat(event.fact()).isEqualTo(other.fact());
                assertThat(event.head().sourceTimeNs()).isEqualTo(other.head().sourceTimeNs());
            }
        }
        assertThat(sum(new ArrayList<>(once.values()))).isEqualTo(MESSAGES);
        final Map<Long, Long> last = new HashMap<>();
        for (final Event event : journalled) {
            assertThat(event.head().sequence())
                    .as("numbers of incarnation %d", event.head().incarnation())
                    .isEqualTo(last.merge(event.head().incarnation(), 1L, Long::sum));
        }
    }

    private List<Event> journalled() {
        try (ChronicleJournal journal = JournalKit.open(root)) {
            final List<Event> events = JournalKit.readAll(journal).stream()
                    .flatMap(entry -> entry.events().stream())
                    .toList();
            assertThat(journal.damagedRecords()).isZero();
            return events;
        }
    }

    private static Set<String> ids(final List<Event> events) {
        final Set<String> ids = new HashSet<>();
        events.forEach(event -> ids.add(event.head().sourceEventId()));
        return ids;
    }

    private static long message(final Event event) {
        return Long.parseLong(event.head().sourceEventId().substring(1));
    }

    private static long sum(final List<Event> events) {
        return events.stream()
                        .mapToLong(event -> ((Fact.CountReport) event.fact()).quantityMilli())
                        .sum()
                / 1000;
    }
}
