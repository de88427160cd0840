package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.ingest.forward.ForwarderChild.Death;
import io.millrace.ingest.journal.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that dies at each step of forwarding, and whose position is deleted and damaged: what it acknowledged is on Kafka, and
 * counts once.
 */
@Timeout(120)
class ForwarderKillTest {
    private static final long SEED = 20_261_120;
    private static final int MESSAGES = 300;
    private static final long MESSAGES_A_LIFE = 1_000_000;
    private static final String PREFIX = "kill";

    @TempDir
    Path root;

    private final Set<String> acknowledged = new HashSet<>();
    private int lives;

    @Test
    void shouldBringAllAndCountItOnceThroughEveryDeath() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(root.resolve("kafka"))) {
            live(kafka, Death.SENT, 0);
            live(kafka, Death.ACKNOWLEDGED, 0);
            live(kafka, Death.SAVED, 0);
            live(kafka, Death.KILLED, 1 + new Random(SEED).nextInt(400));
            Files.deleteIfExists(root.resolve("forwarded"));
            live(kafka, Death.ACKNOWLEDGED, 0);
            Files.writeString(root.resolve("forwarded"), "1\nnobody\n");
            Files.writeString(root.resolve("forwarded.next"), "half of a posit");
            live(kafka, Death.NEVER, 0);
            assertThatAllIsThereAndCountsOnce(kafka);
        }
    }

    /** Minutes of kills at moments of chance, each within some turns that all write the position. */
    @Test
    @Tag("faults")
    @Timeout(600)
    void shouldBringAllAndCountItOnceThroughManyKills() throws Exception {
        final Random random = new Random(SEED);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(root.resolve("kafka"))) {
            for (int kill = 0; kill < 40; kill++) {
                live(kafka, Death.KILLED, 1 + random.nextInt(2_000));
                if (kill % 4 == 3) {
                    Files.deleteIfExists(root.resolve("forwarded"));
                }
            }
            live(kafka, Death.NEVER, 0);
            assertThatAllIsThereAndCountsOnce(kafka);
        }
    }

    private void assertThatAllIsThereAndCountsOnce(final EmbeddedKafka kafka) {
        final List<Event> events = TopicReader.events(kafka.bootstrap(), new EventTopics(PREFIX).events());
        final Set<String> ids = new HashSet<>();
        final Downstream downstream = new Downstream();
        events.forEach(event -> {
            ids.add(event.head().sourceEventId());
            downstream.apply(event);
        });
        assertThat(ids).as("seed %d", SEED).containsAll(acknowledged);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(lives * MESSAGES);
        assertThat(downstream.countedMilli())
                .as("each counts once, seed %d", SEED)
                .isEqualTo(ids.size() * 1_000L);
        assertThat(downstream.resent()).as("all repeats are known").isEqualTo(events.size() - ids.size());
        assertThat(events)
                .as("the deaths hit: whoever counts all that comes counts some twice")
                .hasSizeGreaterThan(ids.size());
        assertInOrder(events);
    }

    /** As a reader that drops what it knows sees them: contiguous for each machine in each life. */
    private static void assertInOrder(final List<Event> events) {
        final Set<Event> seen = new HashSet<>();
        final Map<String, Long> last = new HashMap<>();
        for (final Event event : events) {
            if (seen.add(event)) {
                final String key =
                        event.head().incarnation() + " " + event.head().machine();
                assertThat(event.head().sequence()).as(key).isEqualTo(last.merge(key, 1L, Long::sum));
            }
        }
    }

    /** @param turns after so many it is killed, where it does not die by itself */
    private void live(final EmbeddedKafka kafka, final Death death, final int turns)
            throws IOException, InterruptedException {
        lives++;
        final Process child = ChildJvm.start(
                ForwarderChild.class,
                root.toString(),
                kafka.bootstrap(),
                PREFIX,
                String.valueOf(lives),
                String.valueOf(lives * MESSAGES_A_LIFE),
                String.valueOf(MESSAGES),
                death.name());
        int heard = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may have been cut by the kill.
                if (line.matches("durable \\d{7,}")) {
                    acknowledged.add("id-" + line.substring("durable ".length()));
                } else if (line.startsWith("at ") && death == Death.KILLED && ++heard == turns) {
                    // Through the handle: the process itself would close its output, with what it has still said.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue())
                .as("life %d ended by %s", lives, death)
                .isEqualTo(
                        switch (death) {
                            case NEVER -> 0;
                            case KILLED -> 128 + 9;
                            default -> 9;
                        });
    }
}
