package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.report.Units;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.Fact;
import io.millrace.core.ledger.Confirmation;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace why}: the events and contexts behind a confirmation. */
@Command(
        name = "why",
        description = {
            "Shows what is behind a confirmation: the order contexts in force, and the events that it speaks of, in the"
                    + " order of their source times.",
            "Exit code 1 if there is no such confirmation."
        })
public final class WhyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Cluster cluster = new Cluster();

    @Parameters(paramLabel = "CONFIRMATION-ID", description = "Its id, as in `millrace tail confirmations --json`.")
    private @Nullable UUID id;

    @Override
    public Integer call() {
        final Topics topics = cluster.topics();
        final List<Confirmation> found = new ArrayList<>();
        cluster.reader().readAll(List.of(topics.confirmations()), message -> {
            final Confirmation one = message.value() == null ? null : Json.confirmation(message.value());
            if (one != null && one.id().equals(id)) {
                found.add(one);
            }
        });
        if (found.isEmpty()) {
            throw new Failure(ExitCode.FAILED, "there is no confirmation " + id + " in " + topics.confirmations());
        }
        final PrintWriter out = requireNonNull(spec).commandLine().getOut();
        final Confirmation confirmation = found.get(0);
        describe(confirmation, out);
        if (!confirmation.machine().isEmpty()) {
            events(confirmation, topics, out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static void describe(final Confirmation one, final PrintWriter out) {
        out.printf("%s %s of operation %s", one.kind(), one.id(), one.operation());
        out.printf(
                one.machine().isEmpty() ? " by all its machines%n" : " by " + one.machine() + ", number %d%n",
                one.number());
        out.printf(
                "  says %s good, %s scrap, %s rework; told so far %s good, %s scrap%n",
                Units.text(one.quantity().goodMilli()),
                Units.text(one.quantity().scrapMilli()),
                Units.text(one.quantity().reworkMilli()),
                Units.text(one.toldAfter().goodMilli()),
                Units.text(one.toldAfter().scrapMilli()));
        out.printf("  because of %s at %s%n", one.trigger(), time(one.triggerSourceNs()));
        out.printf("  units from %s to %s%n", time(one.fromNs()), time(one.toNs()));
        if (one.reverses() != null) {
            out.printf("  takes back %s%n", one.reverses());
        }
    }

    private void events(final Confirmation of, final Topics topics, final PrintWriter out) {
        final EventDecoder decoder = new EventDecoder();
        final List<Event> contexts = new ArrayList<>();
        final List<Event> counts = new ArrayList<>();
        cluster.reader().readAll(List.of(topics.events()), message -> {
            if (message.value() == null || !of.machine().equals(message.key())) {
                return;
            }
            final Event event = decoder.decode(new UnsafeBuffer(message.value()), 0);
            final long timeNs = event.head().sourceTimeNs();
            if (event.fact() instanceof Fact.OrderContext && timeNs <= of.triggerSourceNs()) {
                contexts.add(event);
            } else if (isCount(event.fact()) && timeNs >= of.fromNs() && timeNs <= of.toNs()) {
                counts.add(event);
            }
        });
        final Comparator<Event> byTime =
                Comparator.comparingLong(event -> event.head().sourceTimeNs());
        contexts.sort(byTime);
        counts.sort(byTime);
        out.println("  order contexts at the machine until then:");
        contexts.subList(Math.max(0, contexts.size() - 6), contexts.size()).forEach(event -> print(event, out));
        out.println("  counted:");
        final Set<String> said = new HashSet<>();
        counts.stream()
                .filter(event -> said.add(event.head().sourceTimeNs() + event.head().sourceEventId() + event.fact()))
                .forEach(event -> print(event, out));
    }

    private static boolean isCount(final Fact fact) {
        return fact instanceof Fact.CounterReading
                || fact instanceof Fact.CountReport
                || fact instanceof Fact.ScrapDeclared;
    }

    private static void print(final Event event, final PrintWriter out) {
        out.printf(
                "    %s  %s  (%s%s, gateway %s #%d)%n",
                time(event.head().sourceTimeNs()),
                event.fact(),
                event.head().source(),
                event.head().sourceEventId().isEmpty() ? "" : " " + event.head().sourceEventId(),
                event.head().gateway(),
                event.head().sequence());
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
    }
}
