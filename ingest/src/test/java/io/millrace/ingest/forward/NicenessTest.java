package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NicenessTest {
    /** In what follows the name in /proc/PID/stat: see proc_pid_stat(5). */
    private static final int NICE = 16;

    @Test
    void shouldLowerAThreadAndWhatItStartsAndNoOther() {
        final int before = nice();
        final CompletableFuture<Integer> lowered = new CompletableFuture<>();
        final CompletableFuture<Integer> child = new CompletableFuture<>();
        new Thread(() -> {
                    Niceness.lower();
                    lowered.complete(nice());
                    new Thread(() -> child.complete(nice())).start();
                })
                .start();
        assertThat(lowered.join()).isEqualTo(Niceness.LOW);
        assertThat(child.join()).isEqualTo(Niceness.LOW);
        assertThat(nice()).isEqualTo(before);
    }

    private static int nice() {
        try {
            final String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
