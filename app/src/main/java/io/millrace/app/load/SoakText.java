package io.millrace.app.load;

import static io.millrace.app.load.LoadText.line;

import io.millrace.app.load.SoakReport.Interval;
import io.millrace.app.load.SoakReport.Process;
import io.millrace.app.load.SoakReport.Slope;
import io.millrace.app.perf.Amounts;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link SoakReport} for people. */
public final class SoakText {
    private static final int HOUR_S = 3_600;
    private static final int MINUTE_S = 60;

    private SoakText() {}

    /** @return several lines */
    public static String of(final SoakReport report) {
        final StringBuilder text = new StringBuilder();
        LoadText.conditions(text, report.conditions(), report.installation());
        line(
                text,
                "%,.0f events/s of %d machines over %d connections, warm-up %s, measured %s of %s in intervals of %s",
                report.asked().ratePerSecond(),
                report.asked().machines(),
                report.asked().connections(),
                Amounts.duration(report.asked().warmUpS()),
                Amounts.duration(report.measuredS()),
                Amounts.duration(report.asked().lengthS()),
                Amounts.duration(report.everyS()));
        LoadText.hops(text, report.hops());
        line(
                text,
                "%nuntil         sent    received   confirmed p50       p99       max   kafka-read p50       p99       max"
                        + "   backlog   ms since the scheduled time");
        report.intervals().forEach(interval -> line(text, "%s", latencies(interval)));
        line(
                text,
                "%nuntil     CPU and allocation an event, memory of its own (resident with mapped files), heap in use; disk");
        report.intervals().forEach(interval -> line(text, "%s", sizes(interval)));
        if (!report.slopes().isEmpty()) {
            line(text, "%nBehind the first quarter                              mean     an hour adds     it may add");
        }
        report.slopes().forEach(slope -> line(text, "%s", slope(slope)));
        line(
                text,
                "%n%,d events sent, %,d received; %,d units confirmed in %,d confirmations",
                report.counts().sent(),
                report.counts().received(),
                report.counts().confirmedUnits(),
                report.counts().confirmations());
        report.notes().forEach(note -> line(text, "%s", note));
        report.faults().forEach(fault -> line(text, "  FAILED: %s", fault));
        line(text, "%nSoak: %s", report.result());
        return text.toString();
    }

    /** One interval while it goes on. */
    static String of(final Interval interval) {
        return String.format(
                Locale.ROOT,
                "%s  %,d sent, %,d received, confirmed p50 %.2f ms, p99 %.2f ms, max %.2f ms, backlog %s; %s",
                time(interval.untilS()),
                interval.sent(),
                interval.received(),
                interval.confirmed().p50(),
                interval.confirmed().p99(),
                interval.confirmed().max(),
                count(interval.backlog()),
                interval.processes().stream()
                        .map(each -> each.process() + " " + LoadText.known(each.cpuUsPerEvent()) + " us, "
                                + Amounts.bytes(each.anonymousBytes()))
                        .collect(Collectors.joining("; ")));
    }

    private static String latencies(final Interval interval) {
        return String.format(
                Locale.ROOT,
                "%s %,9d %,11d %,15.2f %,9.2f %,9.2f %,16.2f %,9.2f %,9.2f %9s",
                time(interval.untilS()),
                interval.sent(),
                interval.received(),
                interval.confirmed().p50(),
                interval.confirmed().p99(),
                interval.confirmed().max(),
                interval.kafkaRead().p50(),
                interval.kafkaRead().p99(),
                interval.kafkaRead().max(),
                count(interval.backlog()));
    }

    private static String sizes(final Interval interval) {
        return Stream.concat(
                        interval.processes().stream().map(SoakText::sizes),
                        interval.diskBytes().entrySet().stream()
                                .map(each -> "disk " + each.getKey() + " " + Amounts.bytes(each.getValue())))
                .collect(Collectors.joining("; ", time(interval.untilS()) + "  ", ""));
    }

    private static String sizes(final Process process) {
        return process.process() + " " + LoadText.known(process.cpuUsPerEvent()) + " us"
                + (process.allocatedBytesPerEvent() < 0
                        ? ""
                        : ", " + LoadText.known(process.allocatedBytesPerEvent()) + " B")
                + ", " + Amounts.bytes(process.anonymousBytes()) + " (" + Amounts.bytes(process.residentBytes()) + ")"
                + (process.heapBytes() < 0 ? "" : ", heap " + Amounts.bytes(process.heapBytes()))
                + (process.liveHeapBytes() < 0 ? "" : ", live " + Amounts.bytes(process.liveHeapBytes()));
    }

    private static String slope(final Slope slope) {
        final String verdict = slope.isExceeded() ? "  EXCEEDED" : "";
        return String.format(
                Locale.ROOT,
                "  %-45s %13s %15s %14s%s",
                slope.what(),
                amount(slope.unit(), slope.mean()),
                signed(slope.unit(), slope.perHour()),
                slope.isJudged() ? amount(slope.unit(), slope.limitPerHour()) : "not judged",
                verdict);
    }

    private static String signed(final String unit, final double amount) {
        return (amount < 0 ? "-" : "+") + amount(unit, Math.abs(amount));
    }

    private static String amount(final String unit, final double amount) {
        return unit.equals("bytes")
                ? Amounts.bytes(Math.round(amount))
                : String.format(Locale.ROOT, "%,.2f %s", amount, unit);
    }

    private static String count(final double value) {
        return value < 0 ? "unknown" : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Hours, minutes and seconds. */
    private static String time(final double seconds) {
        final long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%2d:%02d:%02d", whole / HOUR_S, whole % HOUR_S / MINUTE_S, whole % MINUTE_S);
    }
}
