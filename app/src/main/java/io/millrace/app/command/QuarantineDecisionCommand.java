package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.kafka.EventPublisher;
import io.millrace.app.quarantine.QuarantineList;
import io.millrace.app.quarantine.QuarantineText;
import io.millrace.app.run.GatewayRun;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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

/** {@code millrace quarantine accept} and {@code reject}: writes the decision and waits until it has had its effect. */
abstract class QuarantineDecisionCommand implements Callable<Integer> {
    private static final Duration EFFECT_WITHIN = Duration.ofSeconds(30);

    /** {@code millrace quarantine accept}. */
    @Command(
            name = "accept",
            description = {
                "They are units: a late count goes to the operation it names, a counter that went back goes on from its"
                        + " first reading there.",
                "Exit code 1, and nothing written, if an id is unknown or decided already."
            })
    static final class Accept extends QuarantineDecisionCommand {
        Accept() {
            super(DecisionType.QUARANTINE_ACCEPTED);
        }
    }

    /** {@code millrace quarantine reject}. */
    @Command(
            name = "reject",
            description = {
                "They are no units: declared lost, and so is what a counter that went back counts until it is back.",
                "Exit code 1, and nothing written, if an id is unknown or decided already."
            })
    static final class Reject extends QuarantineDecisionCommand {
        Reject() {
            super(DecisionType.QUARANTINE_REJECTED);
        }
    }

    private final DecisionType verdict;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Mixin
    private final Deciding deciding = new Deciding();

    @Parameters(index = "0", paramLabel = "MACHINE", description = "Its path.")
    private String machine = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "ID",
            description = "As `millrace quarantine list` shows it.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why: it goes on the record.")
    private String reason = "";

    @Option(names = "--no-wait", description = "Return once the decision is written.")
    private boolean noWait;

    private QuarantineDecisionCommand(final DecisionType verdict) {
        this.verdict = verdict;
    }

    @Override
    public Integer call() {
        final Topics topics = cluster.topics();
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final QuarantineList before = new QuarantineList();
        cluster.reader().readAll(List.of(topics.quarantine()), before::take);
        final Set<String> distinct = new LinkedHashSet<>(ids);
        final List<String> objections = before.objections(machine, distinct, GatewayRun.now());
        if (!objections.isEmpty()) {
            throw new Failure(ExitCode.FAILED, String.join("; ", objections) + ". Nothing was written");
        }
        try (EventPublisher publisher = cluster.publisher()) {
            for (final String id : distinct) {
                final String warning = QuarantineText.warning(
                        requireNonNull(before.find(machine, id)), verdict == DecisionType.QUARANTINE_ACCEPTED);
                if (!warning.isEmpty()) {
                    out.println(warning);
                }
                publisher.publish(machine, new Fact.Decision(verdict, id, deciding.actor(), reason));
            }
        }
        if (noWait) {
            out.println("written");
        } else {
            final QuarantineList after = awaitEffect(distinct, topics);
            distinct.forEach(id -> out.println(QuarantineText.outcome(
                    requireNonNull(before.find(machine, id)), requireNonNull(after.find(machine, id)))));
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private QuarantineList awaitEffect(final Set<String> decided, final Topics topics) {
        final QuarantineList seen = new QuarantineList();
        final long deadlineNs = System.nanoTime() + EFFECT_WITHIN.toNanos();
        cluster.reader()
                .follow(
                        List.of(topics.quarantine()),
                        true,
                        () -> isWaiting(decided, seen) && System.nanoTime() < deadlineNs,
                        seen::take);
        if (isWaiting(decided, seen)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the decision is written to " + topics.events() + " but " + topics.quarantine()
                            + " does not show it after " + EFFECT_WITHIN.toSeconds()
                            + " s: check that `millrace topology` runs, and look again with `millrace quarantine list --all`");
        }
        return seen;
    }

    private boolean isWaiting(final Set<String> decided, final QuarantineList seen) {
        return decided.stream().anyMatch(id -> {
            final Quarantined entry = seen.find(machine, id);
            return entry == null || entry.status() == Quarantined.Status.OPEN;
        });
    }
}
