package io.millrace.ingest.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.ChildJvm;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the journalling process at seeded moments: what it acknowledged is there. With acknowledgement before journalling it is not. */
@Timeout(60)
class JournalKillTest {
    private static final long SEED = 20260711;
    private static final int KILLS = 4;
    private static final long MESSAGES_A_LIFE = 10_000_000;

    @TempDir
    Path root;

    @Test
    void shouldKeepAllThatWasAcknowledged() throws IOException, InterruptedException {
        final Set<Long> acknowledged = killSeveralTimes("AFTER", KILLS);
        assertThat(acknowledged).as("the kills came in the middle of work").hasSizeGreaterThan(KILLS);
        try (ChronicleJournal journal = JournalKit.open(root)) {
            final List<JournalKit.Entry> entries = JournalKit.readAll(journal);
            assertThat(missing(acknowledged, entries)).as("seed %d", SEED).isEmpty();
            assertThat(journal.damagedRecords()).isZero();
            assertThat(torn(entries)).isNull();
            assertThat(outOfSequence(entries)).isNull();
        }
    }

    @Test
    void shouldLoseSomethingWithTheAcknowledgementBeforeTheJournal() throws IOException, InterruptedException {
        final Set<Long> acknowledged = killSeveralTimes("BEFORE", 2);
        try (ChronicleJournal journal = JournalKit.open(root)) {
            assertThat(missing(acknowledged, JournalKit.readAll(journal)))
                    .as("the safeguard is what the test sees")
                    .isNotEmpty();
        }
    }

    private Set<Long> killSeveralTimes(final String when, final int kills) throws IOException, InterruptedException {
        final Random random = new Random(SEED);
        final Set<Long> acknowledged = new HashSet<>();
        for (int life = 1; life <= kills; life++) {
            final Process child = ChildJvm.start(
                    JournalChild.class,
                    root.toString(),
                    String.valueOf(life),
                    String.valueOf(life * MESSAGES_A_LIFE),
                    when);
            final int enough = 1 + random.nextInt(4_000);
            int heard = 0;
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    // The last line may have been cut by the kill.
                    if (line.length() == String.valueOf(MESSAGES_A_LIFE).length()) {
                        acknowledged.add(Long.valueOf(line));
                    }
                    if (++heard == enough) {
                        // Through the handle: the process itself would close its output, with what it has still said.
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(heard).as("it was killed, it did not die by itself").isGreaterThanOrEqualTo(enough);
        }
        return acknowledged;
    }

    private static Set<Long> missing(final Set<Long> acknowledged, final List<JournalKit.Entry> entries) {
        final Set<Long> missing = new HashSet<>(acknowledged);
        entries.forEach(e -> missing.remove(JournalKit.value(e.events().get(0))));
        return missing;
    }

    /** The first record with events missing or of another message; null if there is none. */
    private static JournalKit.@Nullable Entry torn(final List<JournalKit.Entry> entries) {
        for (final JournalKit.Entry entry : entries) {
            final long message = JournalKit.value(entry.events().get(0));
            if (entry.events().size() != JournalChild.eventsOf(message)
                    || entry.events().stream().anyMatch(e -> JournalKit.value(e) != message)) {
                return entry;
            }
        }
        return null;
    }

    /** The first event whose number does not follow on its machine's last in that life; null if there is none. */
    private static @Nullable Event outOfSequence(final List<JournalKit.Entry> entries) {
        final Map<String, Long> last = new HashMap<>();
        for (final JournalKit.Entry entry : entries) {
            for (final Event event : entry.events()) {
                final String key =
                        event.head().incarnation() + " " + event.head().machine();
                if (event.head().sequence() != last.merge(key, 1L, Long::sum)) {
                    return event;
                }
            }
        }
        return null;
    }
}
