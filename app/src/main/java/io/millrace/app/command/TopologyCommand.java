package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.run.TopologyRun;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace topology}: from events to confirmations and figures. */
@Command(
        name = "topology",
        description = "Turns events into milestones, confirmations and key figures, exactly once, until stopped.")
public final class TopologyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Service service = new Service();

    @Mixin
    private final ConfigurationArgument configuration = new ConfigurationArgument();

    @Override
    public Integer call() throws Exception {
        final Configuration sound = configuration.read();
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
