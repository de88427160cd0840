package io.millrace.topology.faults;

import io.millrace.topology.fixture.JavaProcess;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.run.AtLeastOnce;
import io.millrace.topology.run.RunnerConfig;
import io.millrace.topology.run.StreamsRunner;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.Topology;

/** One instance of the production topology, a process of its own. */
final class Instance {
    private static final Duration LONG_TRANSACTIONS = Duration.ofMillis(500);
    private static final Pattern PROCESS_ID = Pattern.compile("\"processId\"\\s*:\\s*\"([^\"]+)\"");

    enum Guarantee {
        EXACTLY_ONCE,
        AT_LEAST_ONCE
    }

    /** @param folder of its state, which outlives the process */
    record Settings(
            String name, String bootstrap, int replication, Topics topics, Path folder, Path log, Guarantee guarantee) {

        String application() {
            return topics.prefix() + "-production";
        }
    }

    private final Settings settings;
    private final Process process;

    private Instance(final Settings settings, final Process process) {
        this.settings = settings;
        this.process = process;
    }

    static Instance start(final Settings settings) throws IOException {
        final List<String> args = List.of(
                settings.name,
                settings.bootstrap,
                Integer.toString(settings.replication),
                settings.topics.prefix(),
                Integer.toString(settings.topics.partitions()),
                settings.folder.toString(),
                settings.guarantee.name());
        return new Instance(settings, JavaProcess.start(Instance.class, 256, settings.log, args));
    }

    public static void main(final String[] args) throws InterruptedException {
        JavaProcess.endWithParent();
        final Topics topics = new Topics(args[3], Integer.parseInt(args[4]), Topics.DEFAULT_HORIZON);
        final RunnerConfig onCluster = RunnerConfig.of(
                        topics.prefix() + "-production", args[0], args[1], Path.of(args[5]))
                .withCommitInterval(LONG_TRANSACTIONS);
        final RunnerConfig config = Integer.parseInt(args[2]) == 1 ? onCluster.onOneBroker() : onCluster;
        final Topology topology = ProductionTopology.build(topics, config.application());
        if (Guarantee.valueOf(args[6]) == Guarantee.AT_LEAST_ONCE) {
            AtLeastOnce.run(config, topology);
        } else {
            run(new StreamsRunner(config, topology, topics.specs()));
        }
        Runtime.getRuntime().halt(1);
    }

    private static void run(final StreamsRunner runner) {
        Runtime.getRuntime().addShutdownHook(new Thread(runner::close, "leave"));
        runner.start();
        System.err.println(runner.end().join());
    }

    String name() {
        return settings.name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM: it commits and leaves. */
    void leave(final Duration within) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(within.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name() + " has not left within " + within + ", see " + settings.log);
        }
    }

    /** SIGSTOP: its sockets stay open, it answers nothing. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT: it goes on as if no time had passed. */
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(final String signal) throws IOException, InterruptedException {
        final Process sender = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .inheritIO()
                .start();
        if (sender.waitFor() != 0) {
            throw new IllegalStateException("kill " + signal + " was refused");
        }
    }

    /** @return what all its processes have logged so far */
    String log() throws IOException {
        return Files.readString(settings.log);
    }

    /** @return what its transactional ids start with, from the id Kafka Streams keeps beside the state */
    String transactionalId() throws IOException {
        final Path metadata = settings.folder.resolve(settings.application()).resolve("kafka-streams-process-metadata");
        final Matcher matcher = PROCESS_ID.matcher(Files.readString(metadata));
        if (!matcher.find()) {
            throw new IllegalStateException("no process id in " + metadata);
        }
        return settings.application() + "-" + matcher.group(1) + "-";
    }
}
