package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.run.GatewayRun;
import io.millrace.app.yaml.Checked;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
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

    @Parameters(
            paramLabel = "FILE",
            defaultValue = "millrace.yaml",
            description = "Configuration (default: ${DEFAULT-VALUE}).")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        final Checked<Configuration> configuration = ConfigurationFile.read(requireNonNull(file));
        final Configuration sound = configuration.orThrow();
        configuration.effective().forEach(LoggerFactory.getLogger(GatewayCommand.class)::info);
        return service.serve(
                GatewayRun.start(sound),
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"http\":\"" + sound.gateway().http() + "\"}");
    }
}
