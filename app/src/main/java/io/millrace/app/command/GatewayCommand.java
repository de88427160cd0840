package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.config.Configuration;
import io.millrace.app.run.GatewayRun;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace gateway}: from the wire to Kafka. */
@Command(
        name = "gateway",
        description = {
            "Listens to the configured sources, journals what they say and forwards it to Kafka, until stopped.",
            "When the configuration's files change it goes on with what they say: sources that did not change keep their"
                    + " connections. A change with faults is refused, they are logged, and the old one stays in force.",
            "What the sources have said is durable before they are acknowledged; the folder gateway.data belongs to"
                    + " one gateway only and must be kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace check millrace.yaml      every fault at once, before it is started or changed",
            "  millrace gateway millrace.yaml    until SIGTERM; one JSON line on standard output when it is ready",
            "  curl 127.0.0.1:9464/ready         200 once all sources are connected; /metrics beside it"
        })
public final class GatewayCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Service service = new Service();

    @Mixin
    private final ConfigurationArgument configuration = new ConfigurationArgument();

    @Option(
            names = "--no-reload",
            description = "Stay with the configuration of the start, whatever its files say later.")
    private boolean noReload;

    @Override
    public Integer call() throws Exception {
        final Configuration sound = configuration.read();
        return service.serve(
                GatewayRun.start(sound, noReload ? null : configuration.file()),
                requireNonNull(spec).commandLine().getOut(),
                "{\"event\":\"ready\",\"http\":\"" + sound.gateway().http() + "\"}");
    }
}
