package io.millrace.app.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** An installation that runs already, to be measured. */
final class TargetArguments {
    @Option(
            names = "--target",
            paramLabel = "FILE",
            description = "millrace.yaml of an installation that runs already. Without it: processes of its own.")
    private @Nullable Path file;

    @Option(
            names = "--pid",
            paramLabel = "NAME=PID",
            description = "A process of the target on this machine, for its CPU; may be repeated.")
    private Map<String, Long> pids = Map.of();

    /** Null: there is none. */
    @Nullable
    Path file() {
        return file;
    }

    Map<String, Long> pids() {
        return pids;
    }
}
