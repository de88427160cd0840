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
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
    /** Balances are stated with the gateway's ticks, once a second: one that stands still states none. */
    private static final Duration BALANCE_WITHIN = Duration.ofSeconds(3);

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
        final Balance balance = balance(0, Duration.ZERO);
        long decidedNs = 0;
        try (EventPublisher publisher = cluster.publisher()) {
            for (final String id : distinct) {
                final String warning = QuarantineText.warning(
                        requireNonNull(before.find(machine, id)), verdict == DecisionType.QUARANTINE_ACCEPTED);
                if (!warning.isEmpty()) {
                    out.println(warning);
                }
                decidedNs = publisher
                        .publish(machine, new Fact.Decision(verdict, id, deciding.actor(), reason))
                        .head()
                        .gatewayTimeNs();
            }
        }
        if (noWait) {
            out.println("written");
        } else {
            final QuarantineList after = awaitEffect(distinct, topics);
            distinct.forEach(id -> out.println(QuarantineText.outcome(
                    requireNonNull(before.find(machine, id)), requireNonNull(after.find(machine, id)))));
            final Balance now = balance(decidedNs, BALANCE_WITHIN);
            out.println(
                    balance == null || now == null || isBefore(now, decidedNs)
                            ? "the balance of " + machine + " follows with its next tick"
                            : QuarantineText.moved(balance, now));
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

    /**
     * The machine's newest balance.
     *
     * @param notBeforeNs one of this gateway time is waited for
     * @param within no longer than this
     */
    private @Nullable Balance balance(final long notBeforeNs, final Duration within) {
        final AtomicReference<@Nullable Balance> newest = new AtomicReference<>();
        final long deadlineNs = System.nanoTime() + within.toNanos();
        do {
            cluster.reader().readPartitionOf(machine, List.of(cluster.topics().balances()), message -> {
                if (message.value() != null && machine.equals(message.key())) {
                    newest.set(Json.balance(message.value()));
                }
            });
        } while (isBefore(newest.get(), notBeforeNs) && System.nanoTime() < deadlineNs);
        return newest.get();
    }

    private static boolean isBefore(final @Nullable Balance balance, final long timeNs) {
        return balance == null || balance.asOfNs() < timeNs;
    }

    private boolean isWaiting(final Set<String> decided, final QuarantineList seen) {
        return decided.stream().anyMatch(id -> {
            final Quarantined entry = seen.find(machine, id);
            return entry == null || entry.status() == Quarantined.Status.OPEN;
        });
    }
}
