package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.letters.LetterList;
import io.millrace.app.run.GatewayRun;
import io.millrace.app.run.TopologyRun;
import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which cluster a command reads from and writes to: the one of a configuration, or one named on the command line. */
final class Cluster {
    @ArgGroup
    private final Choice choice = new Choice();

    /** One or the other. */
    static final class Choice {
        @Option(
                names = {"-c", "--config"},
                paramLabel = "FILE",
                description = "Configuration that names the cluster (default: millrace.yaml).")
        private Path file = Path.of("millrace.yaml");

        @Option(
                names = {"-b", "--bootstrap"},
                paramLabel = "HOST:PORT",
                description = "Address of a cluster without TLS and SASL, such as the demo's.")
        private @Nullable String bootstrap;
    }

    private @Nullable Configuration configuration;

    TopicReader reader() {
        return new TopicReader(client());
    }

    /** One that tells how far it is when there is much to read. */
    TopicReader reader(final PrintWriter err) {
        return new TopicReader(client(), (records, of) -> {
            err.printf("read %d of %d records%n", records, of);
            err.flush();
        });
    }

    /** Writes as an operator, from now on. */
    EventPublisher publisher() {
        return new EventPublisher(client(), topics().events(), GatewayRun::now, UUID::randomUUID);
    }

    private Map<String, Object> client() {
        return choice.bootstrap == null
                ? configuration().kafka().clientProperties()
                : Map.of("bootstrap.servers", requireNonNull(choice.bootstrap));
    }

    Topics topics() {
        return choice.bootstrap == null ? TopologyRun.topics(configuration()) : Topics.standard();
    }

    /** The dead letters and what was decided of them, as far as they are kept. */
    LetterList letters(final PrintWriter err) {
        final LetterList list = new LetterList();
        reader(err).readAll(List.of(topics().deadLetters()), list::take);
        return list;
    }

    /** @throws Failure if only a cluster's address was given */
    Configuration configured() {
        if (choice.bootstrap != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "an address alone does not say how to map: name the configuration with --config instead of --bootstrap");
        }
        return configuration();
    }

    private Configuration configuration() {
        if (configuration == null) {
            configuration = ConfigurationFile.read(choice.file).orThrow();
        }
        return configuration;
    }
}
