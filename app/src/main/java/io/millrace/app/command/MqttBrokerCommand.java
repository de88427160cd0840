package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.broker.MqttBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace mqtt-broker}: the embedded MQTT broker as a process of its own. */
@Command(
        name = "mqtt-broker",
        hidden = true,
        description = "Runs the embedded MQTT broker (loopback only) until it is stopped.",
        footer = "Prints {\"event\":\"ready\",\"url\":\"mqtt://127.0.0.1:PORT\"} when it takes clients.")
public final class MqttBrokerCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Service service = new Service();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Folder for the broker's data.")
    private @Nullable Path data;

    @Option(names = "--port", required = true, description = "Port for clients; 0 for any that is free.")
    private int port;

    @Override
    public Integer call() throws Exception {
        final MqttBroker broker = MqttBroker.start(requireNonNull(data), port);
        return service.serve(
                broker,
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"url\":\"" + broker.url() + "\"}");
    }
}
