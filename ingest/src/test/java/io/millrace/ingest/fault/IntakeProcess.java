package io.millrace.ingest.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.ingest.journal.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;

/** One life of an {@link IntakeChild}, as its sender sees it. */
final class IntakeProcess implements AutoCloseable {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final Process process;
    private final PrintStream to;
    private final Thread listener;
    private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    private volatile boolean isStanding;

    /** @param before what the process is started under, usually nothing */
    IntakeProcess(final List<String> before, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(before);
        command.addAll(ChildJvm.command(IntakeChild.class, arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        listener = new Thread(this::listen, "intake-listener");
        listener.start();
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (IntakeChild.isAcknowledgement(line)) {
                    acknowledged.add(Long.parseLong(line.substring(IntakeChild.ACKNOWLEDGED.length())));
                } else if (line.equals(Step.STANDING)) {
                    isStanding = true;
                }
            }
        } catch (final IOException killed) {
            return;
        }
    }

    void send(final Collection<Long> messages) {
        messages.forEach(to::println);
    }

    /** Sends each once the one before is acknowledged; ends early if the process does. */
    void sendOneByOne(final Collection<Long> messages) {
        for (final long message : messages) {
            to.println(message);
            await().atMost(WITHIN).until(() -> acknowledged.contains(message) || !process.isAlive());
        }
    }

    void awaitStanding() {
        await().atMost(WITHIN).until(() -> isStanding || !process.isAlive());
        assertThat(process.isAlive()).as("stands at its step").isTrue();
    }

    void awaitAcknowledged(final Collection<Long> messages) {
        await().atMost(WITHIN).until(() -> acknowledged.containsAll(messages));
    }

    /** Kills it and hears what it had still said. */
    Set<Long> kill() throws InterruptedException {
        // Through the handle: the process itself would close its output.
        process.toHandle().destroyForcibly();
        listener.join(WITHIN.toMillis());
        return acknowledged;
    }

    /** Lets it come to its end by itself. */
    int end() throws InterruptedException {
        to.close();
        assertThat(process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
        listener.join(WITHIN.toMillis());
        return process.exitValue();
    }

    Set<Long> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
