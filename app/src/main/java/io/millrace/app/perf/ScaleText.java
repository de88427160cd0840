package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Cost;
import io.millrace.app.perf.ScaleReport.Growth;
import io.millrace.app.perf.ScaleReport.Hotspot;
import io.millrace.app.perf.ScaleReport.Limit;
import io.millrace.app.perf.ScaleReport.Restart;
import io.millrace.app.perf.ScaleReport.Sample;
import io.millrace.app.perf.ScaleReport.TopicUse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link ScaleReport} for people. */
final class ScaleText {
    private static final double MEGABYTE = 1024.0 * 1024.0;
    private static final double SMALL = 0.01;

    private ScaleText() {}

    static String of(final ScaleReport report) {
        final StringBuilder text = new StringBuilder();
        final Conditions c = report.conditions();
        line(text, "%s, %d cores, %s of memory; %s", c.cpu(), c.cores(), Amounts.bytes(c.memoryBytes()), c.kernel());
        line(text, "%s; Millrace %s, Kafka %s; %s", c.jdk(), c.millrace(), c.kafka(), c.startedAt());
        line(text, "load before %.2f, after %.2f", c.loadBefore(), c.loadAfter());
        if (!c.wasQuiet()) {
            line(text, "The machine was not quiet before the start: rates, CPU and start times are rough.");
        }
        costs(text, report);
        if (report.year() != null) {
            line(text, "%nBy simulated week");
            report.year().samples().forEach(sample -> line(text, "%s", line(sample)));
            growth(text, report.year().growth());
            line(text, "%nLocal stores");
            report.year().stores().forEach((store, size) -> line(text, "  %-28s %s", store, Amounts.bytes(size)));
            line(text, "%nStarts");
            report.year().restarts().forEach(restart -> line(text, "%s", line(restart)));
            hotspots(text, report.year());
        }
        if (!report.limits().isEmpty()) {
            line(text, "%nLimits");
        }
        report.limits().forEach(limit -> limit(text, limit));
        report.faults().forEach(fault -> line(text, "  FAILED: %s", fault));
        line(text, "%nScale: %s", report.result());
        return text.toString();
    }

    private static void costs(final StringBuilder text, final ScaleReport report) {
        if (!report.costs().isEmpty()) {
            line(text, "%nmachines    days      events   events/s   us of CPU an event");
        }
        for (final Cost cost : report.costs()) {
            line(
                    text,
                    "%,8d %7.1f %,11d %,10.0f %12.1f",
                    cost.machines(),
                    cost.days(),
                    cost.events(),
                    cost.eventsPerSecond(),
                    cost.cpuUsPerEvent());
        }
        if (!report.topics().isEmpty()) {
            line(text, "%nOn the broker, an event (last row above)      offsets    bytes");
        }
        for (final TopicUse topic : report.topics()) {
            if (topic.bytesPerEvent() >= 1) {
                line(text, "  %-42s %8.3f %8.1f", topic.topic(), topic.offsetsPerEvent(), topic.bytesPerEvent());
            }
        }
    }

    private static void growth(final StringBuilder text, final @Nullable Growth growth) {
        if (growth == null) {
            line(text, "  too short to tell whether anything grows: three weeks behind the first two would");
            return;
        }
        line(
                text,
                "  growth a week from day 14 on: heap %,.2f MB, resident %,.2f MB, state %,.2f MB, written %,.1f bytes an event",
                growth.liveHeapBytes() / MEGABYTE,
                growth.residentBytes() / MEGABYTE,
                growth.stateBytes() / MEGABYTE,
                growth.writtenBytesPerEvent());
    }

    private static void hotspots(final StringBuilder text, final ScaleReport.Year year) {
        String kind = "";
        for (final Hotspot hotspot : year.hotspots()) {
            if (!hotspot.kind().equals(kind)) {
                kind = hotspot.kind();
                line(text, "%nWhere the CPU went, by %s", kind);
            }
            if (hotspot.part() >= SMALL) {
                line(text, "  %5.1f %%  %s", hotspot.part() * 100, hotspot.where());
            }
        }
    }

    private static void limit(final StringBuilder text, final Limit limit) {
        line(
                text,
                "  %-8s %s: %.1f %s, to be under %.1f",
                limit.isKept() ? "kept" : "EXCEEDED",
                limit.what(),
                limit.found(),
                limit.unit(),
                limit.limit());
    }

    static String line(final Sample s) {
        return String.format(
                Locale.ROOT,
                "  day %5.1f  %,12d events  %,7.0f/s  %6.1f us, %,.0f bytes written an event  resident %s (most %s)  heap %s  state %s  changelogs %s  kafka %s",
                s.day(),
                s.events(),
                s.eventsPerSecond(),
                s.cpuUsPerEvent(),
                s.writtenBytesPerEvent(),
                Amounts.bytes(s.residentBytes()),
                Amounts.bytes(s.mostResidentBytes()),
                Amounts.bytes(s.liveHeapBytes()),
                Amounts.bytes(s.stateBytes()),
                Amounts.bytes(s.changelogBytes()),
                Amounts.bytes(s.kafkaBytes()));
    }

    static String line(final Restart r) {
        return String.format(
                Locale.ROOT,
                "  %s: first output after %.1f s, of all machines asked after %.1f s; restored %,d records, %s",
                r.what(),
                r.firstOutputS(),
                r.allOutputsS(),
                r.restoredRecords(),
                Amounts.bytes(r.restoredBytes()));
    }

    private static void line(final StringBuilder text, final String format, final Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
