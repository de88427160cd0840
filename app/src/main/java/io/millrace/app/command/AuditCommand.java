package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.report.Audit;
import io.millrace.app.report.AuditReport;
import io.millrace.app.report.AuditText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace audit}: the conservation report from the topics alone. */
@Command(
        name = "audit",
        description = {
            "Counts every event of the topics once more and compares it with what the topics say: machine by machine, order"
                    + " by order, shift by shift.",
            "The column 'made' is the recount. Where retention has deleted the first events, it says so, and compares what is"
                    + " kept. A plant may run meanwhile: what is pending is no fault.",
            "Exit code 0 only when it is balanced."
        })
public final class AuditCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report there as JSON too.")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        final CommandLine command = requireNonNull(spec).commandLine();
        final AuditReport outcome = new Audit(cluster.reader(command.getErr()), cluster.topics()).run();
        final PrintWriter out = command.getOut();
        out.print(AuditText.of(outcome));
        out.flush();
        if (report != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), outcome);
        }
        return (outcome.isBalanced() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
