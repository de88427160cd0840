package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.quarantine.QuarantineList;
import io.millrace.app.quarantine.QuarantineText;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace quarantine list}: what waits for a decision. */
@Command(name = "list", description = "Lists what waits for a decision: of each machine and id what was said last.")
final class QuarantineListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Option(names = "--all", description = "Also what was decided or resolved and is still kept.")
    private boolean all;

    @Option(names = "--json", description = "The newest records as they are, one a line.")
    private boolean json;

    @Override
    public Integer call() {
        final QuarantineList list = new QuarantineList();
        cluster.reader().readAll(List.of(cluster.topics().quarantine()), list::take);
        final List<Quarantined> entries = all ? list.all() : list.open();
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (json) {
            entries.forEach(one -> out.println(new String(Json.write(one), StandardCharsets.UTF_8)));
        } else {
            out.print(QuarantineText.of(entries));
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
