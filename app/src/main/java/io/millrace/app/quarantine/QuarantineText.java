package io.millrace.app.quarantine;

import io.millrace.app.report.Units;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Quarantined;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What is in quarantine, for people. */
public final class QuarantineText {
    private static final String LINE = "%-34s %-28s %-14s %-8s %10s  %-24s %-12s %s%n";
    private static final long NS_PER_S = 1_000_000_000L;

    private QuarantineText() {}

    /** A line each, under a heading; or a sentence if there is none. */
    public static String of(final List<Quarantined> entries) {
        if (entries.isEmpty()) {
            return "nothing waits for a decision\n";
        }
        final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, LINE, "machine", "id", "reason", "status", "quantity", "since", "source", "detail"));
        entries.forEach(one -> text.append(String.format(
                Locale.ROOT,
                LINE,
                one.machine(),
                one.id(),
                one.reason(),
                one.status(),
                Units.text(one.quantityMilli()),
                time(one.timeNs()),
                one.source(),
                one.detail())));
        return text.toString();
    }

    /** What has to be known before one accepts: empty if there is nothing. */
    public static String warning(final Quarantined entry, final boolean accepted) {
        if (!accepted || entry.reason() != Quarantined.Reason.BACKWARDS) {
            return "";
        }
        return entry.id() + ": the counter goes on from its first reading after it went back, at "
                + time(entry.timeNs())
                + ": every step from there on counts, also one that has brought it back where it was; what it had counted by"
                + " then after it was set anew is not counted, report it if it matters";
    }

    /**
     * What became of the units.
     *
     * @param before as it was before the decision
     * @param after as it is said now
     */
    public static String outcome(final Quarantined before, final Quarantined after) {
        final String units = Units.text(before.quantityMilli()) + " units";
        final boolean late = before.reason() == Quarantined.Reason.BEYOND_HORIZON;
        return after.id() + ": "
                + switch (after.status()) {
                    case OPEN -> "still open";
                    case RESOLVED -> "resolved by a later event before the decision came";
                    case ACCEPTED ->
                        late
                                ? units + " are counted for the operation that was named, or for none if none was"
                                : "every step since then is counted, " + units
                                        + " of which waited here: for what ran when they were made, or for no operation";
                    case REJECTED ->
                        late
                                ? units + " are declared lost"
                                : Units.text(after.quantityMilli())
                                        + " units are declared lost, and so is what it counts until it is back where it was";
                };
    }

    /** What moved in the machine's balance; also by what it made meanwhile. */
    public static String moved(final Balance before, final Balance after) {
        return "the balance of " + after.machine() + ": "
                + moved(
                        "attributed",
                        before.attributed().totalMilli(),
                        after.attributed().totalMilli()) + ", "
                + moved(
                        "unattributed",
                        before.unattributed().totalMilli(),
                        after.unattributed().totalMilli()) + ", "
                + moved("quarantined", before.quarantinedMilli(), after.quarantinedMilli()) + ", "
                + moved("declared lost", before.declaredLostMilli(), after.declaredLostMilli());
    }

    private static String moved(final String what, final long before, final long after) {
        return what + " " + Units.text(before) + (before == after ? "" : " -> " + Units.text(after));
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
    }
}
