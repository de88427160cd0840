package io.millrace.app.command;

import picocli.CommandLine.Command;

/** {@code millrace perf}: measurements that anybody can repeat. */
@Command(
        name = "perf",
        description = "Measures how it performs on this machine; each result can be written as JSON.",
        synopsisSubcommandLabel = "MEASUREMENT",
        subcommands = {
            LatencyCommand.class,
            ThroughputCommand.class,
            CatchUpCommand.class,
            SoakCommand.class,
            RivalsCommand.class,
            ScaleCommand.class
        })
public final class PerfCommand {}
