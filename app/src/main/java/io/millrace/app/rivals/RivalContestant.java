package io.millrace.app.rivals;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A rival's program. It gets what it needs in its environment, prints a line {@code ready} when it has subscribed, and ends in order
 * when its standard input does.
 *
 * @param wire how machines talk to it
 * @param variant of its guarantee, told in {@code RIVAL_VARIANT}; empty if there is only one
 * @param home where its command runs
 */
record RivalContestant(
        String name, String title, Wire wire, String guarantee, String variant, Path home, List<String> command)
        implements Contestant {
    /** Good units of all machines, whose paths have five levels; nothing else. */
    private static final String FILTER = "millrace/v1/+/+/+/+/+/count";

    private static final long READY_WITHIN_S = 90;
    private static final long ENDS_WITHIN_S = 10;
    private static final int LINES_SHOWN = 3;

    RivalContestant {
        command = List.copyOf(command);
    }

    @Override
    public Account account(final String turn, final int machines) {
        return new Tens(machines, wire);
    }

    @Override
    public Running start(final Brokers brokers, final String turn, final Path folder) throws Exception {
        final String confirmations = turn + ".confirmations";
        final String events = turn + ".events";
        brokers.createTopics(List.of(confirmations, events));
        Files.createDirectories(folder);
        final Map<String, String> environment = Map.of(
                "RIVAL_TURN", turn,
                "RIVAL_VARIANT", variant,
                "RIVAL_MQTT_HOST", brokers.mqtt().host(),
                "RIVAL_MQTT_PORT", Integer.toString(brokers.mqtt().port()),
                "RIVAL_MQTT_FILTER", FILTER,
                "RIVAL_KAFKA", brokers.bootstrap(),
                "RIVAL_EVENTS", events,
                "RIVAL_CONFIRMATIONS", confirmations,
                "RIVAL_DATA", folder.toString());
        return started(confirmations, environment, folder.resolve("rival.log"));
    }

    private Running started(final String confirmations, final Map<String, String> environment, final Path log)
            throws IOException, InterruptedException {
        final ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        final RivalProcess process = new RivalProcess(name, confirmations, builder.start(), log);
        try {
            process.awaitReady();
            return process;
        } catch (final InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private record RivalProcess(String name, String topic, Process process, Path log, CompletableFuture<Boolean> ready)
            implements Running {
        RivalProcess(final String name, final String topic, final Process process, final Path log) {
            this(name, topic, process, log, new CompletableFuture<>());
            final Thread reader = new Thread(this::read, name + "-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Files.writeString(
                            log, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    if (line.strip().equals("ready")) {
                        ready.complete(true);
                    }
                }
            } catch (final IOException ended) {
                ready.completeExceptionally(ended);
            }
            ready.completeExceptionally(new IOException("it ended"));
        }

        void awaitReady() throws InterruptedException {
            try {
                ready.get(READY_WITHIN_S, TimeUnit.SECONDS);
            } catch (final ExecutionException e) {
                throw new Failure(ExitCode.CANNOT_START, "does not start: " + lastLines() + " (" + log + ")", e);
            } catch (final TimeoutException e) {
                throw new Failure(
                        ExitCode.CANNOT_START,
                        "was not ready within " + READY_WITHIN_S + " s: " + lastLines() + " (" + log + ")",
                        e);
            }
        }

        private String lastLines() {
            try {
                final List<String> all = Files.readAllLines(log);
                return String.join(" | ", all.subList(Math.max(0, all.size() - LINES_SHOWN), all.size()));
            } catch (final IOException e) {
                return "it said nothing";
            }
        }

        @Override
        public List<Long> pids() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                    .map(ProcessHandle::pid)
                    .toList();
        }

        @Override
        public void check() {
            if (!process.isAlive()) {
                throw new Failure(ExitCode.FAILED, "has ended by itself: " + lastLines() + " (" + log + ")");
            }
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                if (!process.waitFor(ENDS_WITHIN_S, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
            } catch (final IOException e) {
                process.destroyForcibly();
            } catch (final InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
