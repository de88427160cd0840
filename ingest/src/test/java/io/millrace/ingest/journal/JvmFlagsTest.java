package io.millrace.ingest.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFlagsTest {
    @TempDir
    Path root;

    /** Tries to open a journal and says what came of it. */
    static final class Opener {
        private Opener() {}

        public static void main(final String[] arguments) {
            try {
                JournalKit.open(Path.of(arguments[0])).close();
                System.out.println("opened");
            } catch (final JournalException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void shouldNameTheFlagsThatAreMissing() throws IOException, InterruptedException {
        final Process child = ChildJvm.start(
                List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"), Opener.class, root.toString());
        final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said)
                .contains("--add-opens java.base/java.lang.reflect=ALL-UNNAMED")
                .contains("--add-exports java.base/sun.nio.ch=ALL-UNNAMED")
                .contains("--add-exports java.base/jdk.internal.ref=ALL-UNNAMED")
                .doesNotContain("java.base/jdk.internal.misc");
        assertThat(root).as("nothing was touched").isEmptyDirectory();
    }

    @Test
    void shouldFindAllFlagsHere() {
        assertThat(JvmFlags.missing()).isEmpty();
    }
}
