package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.broker.KafkaBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace kafka-broker}: the embedded Kafka as a process of its own. */
@Command(
        name = "kafka-broker",
        hidden = true,
        description = "Runs the embedded Kafka broker (one node, loopback only) until it is stopped.",
        footer = "Prints {\"event\":\"ready\",\"bootstrap\":\"127.0.0.1:PORT\"} when it takes clients.")
public final class KafkaBrokerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Service service = new Service();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder for the broker's data.")
    private @Nullable Path data;

    @Option(names = "--port", required = true, description = "Port for clients; 0 for any that is free.")
    private int port;

    @Option(names = "--controller-port", defaultValue = "0", description = "Inner port; 0 for any that is free.")
    private int controllerPort;

    @Override
    public Integer call() throws Exception {
        final KafkaBroker broker = KafkaBroker.start(requireNonNull(data), port, controllerPort);
        return service.serve(
                broker,
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"bootstrap\":\"" + broker.bootstrap() + "\"}");
    }
}
