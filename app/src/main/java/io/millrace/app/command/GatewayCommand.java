package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.run.GatewayRun;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace gateway}: from the wire to Kafka. */
@Command(
        name = "gateway",
        description =
                "Listens to the configured sources, journals what they say and forwards it to Kafka, until stopped.")
public final class GatewayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Service service = new Service();

    @Mixin
    private final ConfigurationArgument configuration = new ConfigurationArgument();

    @Override
    public Integer call() throws Exception {
        final Configuration sound = configuration.read();
        return service.serve(
                GatewayRun.start(sound),
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"http\":\"" + sound.gateway().http() + "\"}");
    }
}
