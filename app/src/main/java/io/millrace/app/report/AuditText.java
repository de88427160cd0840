package io.millrace.app.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The audit for people: machines, orders, shifts, what could not be compared, then the verdict. */
public final class AuditText {
    private static final String OPERATION = "%-24s %8s %10s %10s %10s %6s %10s  %s%n";
    private static final int OPERATIONS_SHOWN = 40;

    private AuditText() {}

    public static String of(final AuditReport report) {
        final StringBuilder text = new StringBuilder();
        text.append(report.events()).append(" events recounted");
        text.append(report.eventsPassed() == 0 ? "\n" : ", " + report.eventsPassed() + " not\n");
        text.append(ReportText.table(report.machines()));
        operations(report.operations(), text);
        final long faulty = report.shifts().rows().stream()
                .filter(row -> !row.fault().isEmpty())
                .count();
        text.append(String.format(
                Locale.ROOT,
                "Shifts: %d whole and over, %d of them not as long as their pieces; %d pieces of time%n",
                report.shifts().rows().size(),
                faulty,
                report.shifts().pieces()));
        report.notes().forEach(note -> text.append("  note: ").append(note).append('\n'));
        report.faults()
                .forEach(fault -> text.append("  not balanced: ").append(fault).append('\n'));
        text.append(report.isBalanced() ? "BALANCED\n" : "NOT BALANCED\n");
        return text.toString();
    }

    private static void operations(final OperationReport report, final StringBuilder text) {
        text.append(String.format(
                Locale.ROOT,
                OPERATION,
                "operation",
                "machines",
                "counted",
                "counts",
                "confirmed",
                "confs",
                "final",
                ""));
        final List<OperationReport.Row> kept = report.rows().stream()
                .filter(row -> row.countedMilli() != null || !row.faults().isEmpty())
                .toList();
        kept.stream()
                .limit(OPERATIONS_SHOWN)
                .forEach(row -> text.append(String.format(
                        Locale.ROOT,
                        OPERATION,
                        row.operation(),
                        row.machines().size(),
                        units(row.countedMilli()),
                        Units.text(row.countsMilli()),
                        Units.text(row.confirmedMilli()),
                        row.confirmations(),
                        units(row.finalToldMilli()),
                        row.faults().isEmpty() ? "" : "not balanced")));
        final int more = report.rows().size() - Math.min(kept.size(), OPERATIONS_SHOWN);
        if (more > 0) {
            text.append("and ").append(more).append(" more, in the JSON report\n");
        }
    }

    private static String units(final @Nullable Long milli) {
        return milli == null ? "-" : Units.text(milli);
    }
}
