package io.millrace.app.report;

import io.millrace.app.report.ShiftTotals.Machine;
import io.millrace.app.report.ShiftTotals.Piece;
import io.millrace.core.calendar.Shift;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conservation of time: the pieces of a machine neither overlap nor leave holes, and those of a shift that is over are as long as it.
 *
 * @param pieces how many were looked at
 * @param faults what does not add up, in sentences
 */
public record ShiftReport(List<Row> rows, int pieces, List<String> faults) {
    private static final long NS_PER_S = 1_000_000_000L;

    /**
     * One shift of one machine, whole and over.
     *
     * @param lengthNs of the shift
     * @param piecesNs the sum of its pieces
     * @param countedMilli what was counted in it, in thousandths of the unit, for operations and for none
     */
    public record Row(
            String machine, String shift, String date, long lengthNs, long piecesNs, long countedMilli, String fault) {}

    public ShiftReport {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    static ShiftReport of(final ShiftTotals totals) {
        final List<Row> rows = new ArrayList<>();
        final List<String> faults = new ArrayList<>();
        int pieces = 0;
        for (final Map.Entry<String, Machine> each : totals.machines().entrySet()) {
            final List<Piece> standing = standing(each.getValue());
            pieces += standing.size();
            neighbours(each.getKey(), standing, faults);
            shifts(each.getKey(), each.getValue(), standing, rows);
        }
        rows.stream()
                .filter(row -> !row.fault().isEmpty())
                .forEach(row -> faults.add(row.machine() + ": " + row.fault()));
        return new ShiftReport(rows, pieces, faults);
    }

    private static List<Piece> standing(final Machine machine) {
        return machine.pieces.values().stream()
                .filter(piece -> !piece.withdrawn() && piece.toNs() > machine.keptFromNs)
                .toList();
    }

    private static void neighbours(final String machine, final List<Piece> pieces, final List<String> faults) {
        for (int i = 1; i < pieces.size(); i++) {
            final long untilNs = pieces.get(i - 1).toNs();
            final long fromNs = pieces.get(i).fromNs();
            if (untilNs > fromNs) {
                faults.add(machine + ": the state interval of "
                        + time(pieces.get(i - 1).fromNs()) + " lasts until " + time(untilNs) + ", the next begins at "
                        + time(fromNs));
            } else if (untilNs < fromNs) {
                faults.add(machine + ": no state interval from " + time(untilNs) + " to " + time(fromNs));
            }
        }
    }

    /** A calendar that takes over within a shift makes two parts of it: they are compared one by one. */
    private static void shifts(
            final String machine, final Machine found, final List<Piece> pieces, final List<Row> rows) {
        if (pieces.isEmpty()) {
            return;
        }
        final long fromNs = pieces.get(0).fromNs();
        final long toNs = pieces.get(pieces.size() - 1).toNs();
        final Map<Shift, Long> sums = new LinkedHashMap<>();
        for (final Piece piece : pieces) {
            final Shift shift = piece.shift();
            if (shift != null && shift.fromNs() >= fromNs && shift.toNs() <= toNs) {
                sums.merge(shift, piece.toNs() - piece.fromNs(), Long::sum);
            }
        }
        sums.forEach((shift, sumNs) -> rows.add(row(machine, shift, sumNs, found)));
    }

    private static Row row(final String machine, final Shift shift, final long sumNs, final Machine found) {
        final long lengthNs = shift.toNs() - shift.fromNs();
        final String fault = lengthNs == sumNs
                ? ""
                : "shift " + shift.name() + " of " + shift.date() + " is " + seconds(lengthNs) + " s long, its pieces "
                        + seconds(sumNs) + " s";
        return new Row(
                machine,
                shift.name(),
                shift.date().toString(),
                lengthNs,
                sumNs,
                found.countedMilli.getOrDefault(shift, 0L),
                fault);
    }

    private static String seconds(final long ns) {
        return Units.text(Math.floorDiv(ns, 1_000_000L));
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
    }
}
