package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace settle}: everything that is pending is told now. */
@Command(
        name = "settle",
        description = {
            "Asks a machine to tell everything that is pending, whatever its age.",
            "Exit code 1, and nothing written, if no such machine was ever heard of."
        })
public final class SettleCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Mixin
    private final Deciding deciding = new Deciding();

    @Parameters(paramLabel = "MACHINE", description = "Its path.")
    private String machine = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why: it goes on the record.")
    private String reason = "";

    @Override
    public Integer call() {
        final Topics topics = cluster.topics();
        final Set<String> known = new HashSet<>();
        cluster.reader().readPartitionOf(machine, List.of(topics.balances()), message -> known.add(message.key()));
        if (!known.contains(machine)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "no machine " + machine + " was ever heard of: check its path. Nothing was written");
        }
        try (EventPublisher publisher = cluster.publisher()) {
            publisher.publish(machine, new Fact.Decision(DecisionType.SETTLE_REQUESTED, "", deciding.actor(), reason));
        }
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        out.println("asked: what is pending is confirmed with trigger REQUEST");
        out.flush();
        return ExitCode.OK.code();
    }
}
