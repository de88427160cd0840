package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.report.PostingsReport;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace postings}: what the ERP has not posted. */
@Command(
        name = "postings",
        description = {
            "Shows which operations have confirmations that are not posted, in doubt or parked, and how old they are; then"
                    + " each site's posting accuracy: confirmations posted of all confirmed.",
            "Times are UTC; ages count from the gateway's time at which a confirmation was said."
        })
public final class PostingsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Option(names = "--json", description = "The records as they are, one a line: operations first, then sites.")
    private boolean json;

    @Option(names = "--all", description = "Operations of which everything is posted, too.")
    private boolean all;

    @Override
    public Integer call() {
        final PostingsReport report = new PostingsReport(cluster.topics());
        cluster.reader().readAll(report.wanted(), report::take);
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        if (json) {
            report.json(all).forEach(out::println);
        } else {
            out.print(report.text(Clock.systemUTC().instant(), all));
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
