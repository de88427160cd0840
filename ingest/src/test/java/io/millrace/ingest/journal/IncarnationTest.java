package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncarnationTest {
    @TempDir
    Path dir;

    @Test
    void shouldRiseAtEveryStartWhateverTheClockSays() {
        assertThat(Incarnation.next(dir, 1000)).isEqualTo(1000);
        assertThat(Incarnation.next(dir, 1000)).isEqualTo(1001);
        assertThat(Incarnation.next(dir, 5)).isEqualTo(1002);
        assertThat(Incarnation.next(dir, 9000)).isEqualTo(9000);
    }

    @Test
    void shouldRiseAlsoWhenTheFolderIsLost() throws IOException {
        final long before = Incarnation.next(dir, 1000);
        Files.delete(dir.resolve("incarnation"));
        assertThat(Incarnation.next(dir, 1500)).isGreaterThan(before);
    }

    @Test
    void shouldNotGuessWhenWhatIsStoredIsDamaged() throws IOException {
        Files.writeString(dir.resolve("incarnation"), "x");
        assertThatThrownBy(() -> Incarnation.next(dir, 1000))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("delete it");
    }
}
