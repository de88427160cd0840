package io.millrace.app.report;

import java.util.Locale;

/** The conservation report for people: one line a machine, then the verdict. */
public final class ReportText {
    private static final String HEADER = "%-34s %-9s %8s %10s %8s %8s %5s %10s %8s %6s %6s %6s%n";
    private static final String LINE = "%-34s %-9s %8s %10s %8s %8s %5s %10s %8s %6d %6d %6d%n";

    private ReportText() {}

    public static String of(final ConservationReport report) {
        final StringBuilder text = new StringBuilder(table(report));
        report.faults()
                .forEach(fault -> text.append("  not balanced: ").append(fault).append('\n'));
        text.append(report.isBalanced() ? "BALANCED\n" : "NOT BALANCED\n");
        return text.toString();
    }

    /** The machines, without a verdict. */
    static String table(final ConservationReport report) {
        final StringBuilder text = new StringBuilder("Conservation report\n");
        text.append(String.format(
                Locale.ROOT,
                HEADER,
                "machine",
                "protocol",
                "made",
                "attributed",
                "no order",
                "quarant.",
                "lost",
                "confirmed",
                "pending",
                "confs",
                "dupl.",
                "corr."));
        for (final ConservationReport.Row row : report.rows()) {
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    row.machine(),
                    row.protocol(),
                    Units.text(row.madeMilli()),
                    Units.text(row.attributedMilli()),
                    Units.text(row.unattributedMilli()),
                    Units.text(row.quarantinedMilli()),
                    Units.text(row.declaredLostMilli()),
                    Units.text(row.confirmedMilli()),
                    Units.text(row.pendingMilli()),
                    row.confirmations(),
                    row.repeated() + row.resent(),
                    row.corrections()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d confirmations and %d finals, %s%n",
                report.confirmations(),
                report.finals(),
                report.repeatedIds() == 0 ? "each id once" : report.repeatedIds() + " ids more than once"));
        return text.toString();
    }
}
