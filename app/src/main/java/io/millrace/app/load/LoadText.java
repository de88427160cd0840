package io.millrace.app.load;

import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.perf.Conditions;
import java.util.List;
import java.util.Locale;

/** Reports for people. */
public final class LoadText {
    private static final double GIBIBYTE = 1024.0 * 1024.0 * 1024.0;

    private LoadText() {}

    /** @return several lines */
    public static String of(final LatencyReport report) {
        final StringBuilder text = new StringBuilder();
        conditions(text, report.conditions(), report.installation());
        line(
                text,
                "%,.0f events/s of %d machines over %d connections, warm-up %.0f s, measured %.0f s, confirmed every %d units",
                report.asked().ratePerSecond(),
                report.asked().machines(),
                report.asked().connections(),
                report.asked().warmUpS(),
                report.asked().lengthS(),
                report.asked().unitsPerConfirmation());
        hops(text, report.hops());
        if (!report.gatewaySays().isEmpty()) {
            line(text, "%nms, the gateway's own figures since its start     p50       p99");
        }
        report.gatewaySays().forEach(own -> line(text, "%-40s %12.2f %9.2f", own.hop(), own.p50(), own.p99()));
        costs(text, report.costs());
        line(
                text,
                "%n%,d events sent, %,d received; %,d units confirmed in %,d confirmations",
                report.counts().sent(),
                report.counts().received(),
                report.counts().confirmedUnits(),
                report.counts().confirmations());
        report.notes().forEach(note -> line(text, "%s", note));
        report.faults().forEach(fault -> line(text, "  FAILED: %s", fault));
        line(text, "%nLatency: %s", report.result());
        return text.toString();
    }

    /** @return several lines */
    public static String of(final ThroughputReport report) {
        final StringBuilder text = new StringBuilder();
        conditions(text, report.conditions(), report.installation());
        line(text, "%n events/s  backlog before    after   arrived after   p99 ms   CPU us/event");
        for (final ThroughputReport.Step step : report.steps()) {
            line(
                    text,
                    "%,9.0f %,15.0f %,8.0f %13.2f s %8.1f %14.1f  %s",
                    step.ratePerSecond(),
                    step.backlogBefore(),
                    step.backlogAfter(),
                    step.arrivedAfterS(),
                    step.p99(),
                    step.cpuUsPerEvent(),
                    step.isSustained() ? "sustained" : step.why());
        }
        report.steps().stream()
                .filter(ThroughputReport.Step::isSustained)
                .reduce((first, second) -> second)
                .ifPresent(step -> costs(text, step.costs()));
        line(
                text,
                "%n%,d events sent, %,d received, %,d units confirmed",
                report.counts().sent(),
                report.counts().received(),
                report.counts().confirmedUnits());
        report.faults().forEach(fault -> line(text, "  FAILED: %s", fault));
        line(
                text,
                "%nThroughput, stage %s: %,.0f events/s%s: %s",
                report.stage(),
                report.sustainedPerSecond(),
                report.isTheEndKnown() ? " sustained" : " sustained, and nothing higher was tried",
                report.result());
        return text.toString();
    }

    /** @return several lines */
    public static String of(final CatchUpReport report) {
        final StringBuilder text = new StringBuilder();
        conditions(text, report.conditions(), report.installation());
        line(
                text,
                "%,.0f events/s of %d machines over %d connections all the time; Kafka frozen for %.0f s",
                report.ratePerSecond(),
                report.machines(),
                report.connections(),
                report.outageS());
        line(
                text,
                "%nbacklog %,.0f events; %.1f s until the first of them arrived; then %,.0f events in %.1f s",
                report.backlog(),
                report.resumedAfterS(),
                report.drained(),
                report.drainS());
        line(
                text,
                "drained at %,.0f events/s, %.1f times the load; %,d events came more than once, which readers drop",
                report.drainedPerSecond(),
                report.timesTheLoad(),
                report.repeated());
        for (final CatchUpReport.Stretch stretch : report.stretches()) {
            line(
                    text,
                    "%n%-24s   count        p50        p99        max   ms since the scheduled time",
                    stretch.name());
            for (final Figure f : stretch.hops()) {
                line(
                        text,
                        "%-20s %,11d %,10.2f %,10.2f %,10.2f  %s",
                        f.hop(),
                        f.count(),
                        f.p50(),
                        f.p99(),
                        f.max(),
                        f.meaning());
            }
        }
        line(
                text,
                "%n%,d events sent, %,d received",
                report.counts().sent(),
                report.counts().received());
        report.faults().forEach(fault -> line(text, "  FAILED: %s", fault));
        line(text, "%nCatch-up: %.1f times the load: %s", report.timesTheLoad(), report.result());
        return text.toString();
    }

    static void conditions(final StringBuilder text, final Conditions c, final String installation) {
        line(text, "%s, %d cores, %.1f GB of memory; %s", c.cpu(), c.cores(), c.memoryBytes() / GIBIBYTE, c.kernel());
        line(text, "%s; Millrace %s, Kafka %s; %s", c.jdk(), c.millrace(), c.kafka(), c.startedAt());
        line(text, "%s", installation);
        line(text, "load before %.2f, after %.2f", c.loadBefore(), c.loadAfter());
        if (!c.wasQuiet()) {
            line(text, "The machine was not quiet before the start: the figures are rough.");
        }
    }

    static void hops(final StringBuilder text, final List<Figure> hops) {
        line(text, "%nms since the scheduled time   count       p50       p90       p99     p99.9       max");
        for (final Figure f : hops) {
            line(
                    text,
                    "%-23s %,11d %9.2f %9.2f %9.2f %9.2f %9.2f  %s",
                    f.hop(),
                    f.count(),
                    f.p50(),
                    f.p90(),
                    f.p99(),
                    f.p999(),
                    f.max(),
                    f.meaning());
        }
    }

    private static void costs(final StringBuilder text, final List<ProcessCosts.Cost> costs) {
        if (!costs.isEmpty()) {
            line(text, "%nprocess             us of CPU an event   bytes allocated an event");
        }
        for (final ProcessCosts.Cost cost : costs) {
            line(
                    text,
                    "%-18s %19s %26s",
                    cost.process(),
                    known(cost.cpuUsPerEvent()),
                    known(cost.allocatedBytesPerEvent()));
        }
    }

    static String known(final double value) {
        return value < 0 ? "unknown" : String.format(Locale.ROOT, "%,.1f", value);
    }

    static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
