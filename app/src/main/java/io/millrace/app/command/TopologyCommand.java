package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.run.TopologyRun;
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

/** {@code millrace topology}: from events to confirmations and downtime. */
@Command(
        name = "topology",
        description = "Turns events into milestones, confirmations and downtime, exactly once, until stopped.")
public final class TopologyCommand implements Callable<Integer> {
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
        configuration.effective().forEach(LoggerFactory.getLogger(TopologyCommand.class)::info);
        final TopologyRun run = TopologyRun.start(sound);
        run.end().thenAccept(sentence -> {
            if (sentence != null) {
                Runtime.getRuntime().halt(ExitCode.FAILED.code());
            }
        });
        return service.serve(
                run,
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"http\":\"" + sound.topology().http() + "\"}");
    }
}
