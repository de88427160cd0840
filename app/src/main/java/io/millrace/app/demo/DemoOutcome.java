package io.millrace.app.demo;

import io.millrace.app.report.ConservationReport;
import io.millrace.app.report.TopicLedger;
import io.millrace.perf.plant.PlantTruth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * How a demo ended.
 *
 * @param faults what keeps it from being balanced, in sentences
 * @param firstConfirmationMs from the start of the demo's JVM to the first confirmation, -1 if there was none
 */
public record DemoOutcome(
        ConservationReport report,
        List<Incident> incidents,
        List<String> faults,
        long firstConfirmationMs,
        long latencyP50Ms,
        long latencyP99Ms) {
    public DemoOutcome {
        incidents = List.copyOf(incidents);
        faults = List.copyOf(faults);
    }

    public boolean isBalanced() {
        return faults.isEmpty();
    }

    static ConservationReport report(final TopicLedger ledger, final PlantTruth made) {
        final Map<String, ConservationReport.Truth> truths = new HashMap<>();
        for (final PlantTruth.MachineTruth machine : made.machines()) {
            truths.put(
                    machine.machine(),
                    new ConservationReport.Truth(
                            machine.protocol().name(),
                            1_000 * (machine.made().good() + machine.made().scrap()),
                            1_000 * machine.injected().unattributed(),
                            1_000 * machine.injected().quarantined(),
                            1_000 * machine.injected().declaredLost()));
        }
        return ConservationReport.of(ledger, truths);
    }

    /** @param whole each protocol has to show a confirmation, a dropped duplicate and a correction */
    static DemoOutcome of(
            final ConservationReport report,
            final boolean whole,
            final List<Incident> incidents,
            final DemoState state,
            final long startedMs) {
        final List<String> faults = new ArrayList<>(report.faults());
        if (whole) {
            shown(report, "confirmation", ConservationReport.Row::confirmations, faults);
            shown(report, "dropped duplicate", row -> row.repeated() + row.resent(), faults);
            shown(report, "correction", ConservationReport.Row::corrections, faults);
        }
        for (final Incident incident : incidents) {
            if (!incident.hasHit()) {
                faults.add(incident.what() + " did not hit: " + incident.text());
            }
            if (incident.confirmedAfterMs() < 0) {
                faults.add("no confirmation followed the " + incident.what());
            }
        }
        final long first = state.firstConfirmationMs();
        return new DemoOutcome(
                report,
                incidents,
                faults,
                first == 0 ? -1 : first - startedMs,
                state.latencyMs(50),
                state.latencyMs(99));
    }

    private static void shown(
            final ConservationReport report,
            final String what,
            final ToLongFunction<ConservationReport.Row> count,
            final List<String> faults) {
        final Map<String, Long> byProtocol = report.rows().stream()
                .collect(Collectors.groupingBy(ConservationReport.Row::protocol, Collectors.summingLong(count)));
        byProtocol.forEach((protocol, shown) -> {
            if (shown == 0) {
                faults.add(protocol + " shows no " + what);
            }
        });
    }
}
