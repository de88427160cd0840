package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.report.ConservationReport;
import io.millrace.app.report.Recount;
import io.millrace.app.report.ReportText;
import io.millrace.app.report.TopicLedger;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace audit}: the conservation report from the topics alone. */
@Command(
        name = "audit",
        description = {
            "Counts every event of the topics once more and compares: what was counted then and now, what was confirmed,"
                    + " each id once.",
            "The column 'made' is the recount. Needs the events since the first one to be kept still; what is pending is"
                    + " reported, and is no fault while a plant runs.",
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
        final Topics topics = cluster.topics();
        final TopicLedger ledger = new TopicLedger(topics);
        final Recount recount = new Recount();
        cluster.reader().readAll(List.of(topics.events()), recount::take);
        cluster.reader().readAll(ledger.wanted(), ledger::take);
        final Map<String, ConservationReport.Truth> truths = new HashMap<>();
        recount.balances().forEach((machine, balance) -> truths.put(machine, truth(balance)));
        final ConservationReport outcome = ConservationReport.of(ledger, truths);
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.printf("%d events recounted%n", recount.events());
        out.print(ReportText.of(outcome));
        out.flush();
        if (report != null) {
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), outcome);
        }
        return (outcome.isBalanced() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static ConservationReport.Truth truth(final Balance counted) {
        final long unattributed = counted.unattributed().totalMilli();
        return new ConservationReport.Truth(
                "",
                counted.attributed().totalMilli() + unattributed + counted.quarantinedMilli(),
                unattributed,
                counted.quarantinedMilli(),
                counted.declaredLostMilli());
    }
}
