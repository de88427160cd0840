package io.millrace.ingest.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail to force, and power that goes away, under both policies: {@code process} is the twin of {@code power}. */
@Tag("faults")
@Timeout(120)
class FailingDiskTest {
    private static final List<Long> MESSAGES =
            LongStream.rangeClosed(1, 50).boxed().toList();
    private static final int IMAGE_MB = 64;
    private static final Path STRACE = Path.of("/usr/bin/strace");

    @TempDir
    Path dir;

    @Test
    void shouldStopForGoodWhenTheDiskCannotBeForced() throws Exception {
        try (IntakeProcess intake = underFailingForce(SyncPolicy.POWER)) {
            intake.sendOneByOne(MESSAGES);
            assertThat(intake.end()).isEqualTo(IntakeChild.STORAGE_FAILED);
            // The first message is forced together with its file's name, by another call.
            assertThat(intake.acknowledged()).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void shouldNotNoticeUnderTheOtherPolicy() throws Exception {
        try (IntakeProcess intake = underFailingForce(SyncPolicy.PROCESS)) {
            intake.sendOneByOne(MESSAGES);
            assertThat(intake.acknowledged()).hasSameSizeAs(MESSAGES);
        }
    }

    /** The third fdatasync of the journalling thread fails, once: whoever tries again believes that all is well. */
    private IntakeProcess underFailingForce(final SyncPolicy sync) throws IOException {
        assumeTrue(Files.isExecutable(STRACE), "skipped: strace is needed to make fdatasync fail");
        return start(
                List.of(
                        STRACE.toString(),
                        "-f",
                        "-qq",
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=fdatasync",
                        "-e",
                        "inject=fdatasync:error=EIO:when=3"),
                dir.resolve("journal"),
                sync);
    }

    @Test
    void shouldKeepOverAPowerCutWhatWasAcknowledged() throws Exception {
        assertThat(lostOverAPowerCut(SyncPolicy.POWER)).isEmpty();
    }

    @Test
    void shouldLoseOverAPowerCutWhatOnlySurvivesTheProcess() throws Exception {
        assertThat(lostOverAPowerCut(SyncPolicy.PROCESS))
                .as("the power really went: what was not forced is gone")
                .isNotEmpty();
    }

    /** What an image of the disk, taken while it is mounted, has lost of what was acknowledged. */
    private Set<Long> lostOverAPowerCut(final SyncPolicy sync) throws Exception {
        final Path image = dir.resolve("disk");
        final Path afterwards = dir.resolve("afterwards");
        final Set<Long> lost;
        try (Mount disk = Mount.image(dir.resolve("mounted"), image, IMAGE_MB)) {
            try (IntakeProcess intake = start(List.of(), disk.folder().resolve("journal"), sync)) {
                intake.sendOneByOne(MESSAGES);
                lost = new TreeSet<>(intake.acknowledged());
                Files.copy(image, afterwards);
                intake.kill();
            }
        }
        assertThat(lost).hasSameSizeAs(MESSAGES);
        try (Mount disk = Mount.image(dir.resolve("mounted-afterwards"), afterwards, IMAGE_MB);
                ChronicleJournal journal = JournalKit.open(disk.folder().resolve("journal"))) {
            JournalKit.readAll(journal).stream()
                    .flatMap(entry -> entry.events().stream())
                    .forEach(event -> lost.remove(
                            Long.parseLong(event.head().sourceEventId().substring(1))));
        }
        return lost;
    }

    private static IntakeProcess start(final List<String> before, final Path folder, final SyncPolicy sync)
            throws IOException {
        return new IntakeProcess(before, folder.toString(), "1", sync.name(), "AFTER", Step.NONE.name(), "0");
    }
}
