package io.millrace.app.report;

import io.millrace.app.report.Ledgers.Ledger;
import io.millrace.app.report.Ledgers.Operation;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Conservation order by order: counted = the sum of its pieces, told = confirmed, and the FINAL says the sum over the machines.
 *
 * @param faults what does not add up, in sentences
 * @param notes what could not be compared, and why
 */
public record OperationReport(List<Row> rows, List<String> faults, List<String> notes) {
    /**
     * One operation, in thousandths of its unit, over the machines that ran it.
     *
     * @param countedMilli null if no statement of one of its machines is kept
     * @param countsMilli the sum of what is kept of the counts; with an opening what they add to it
     * @param finalToldMilli what its FINAL says is told, null before it
     */
    public record Row(
            String operation,
            List<String> machines,
            @Nullable Long countedMilli,
            long countsMilli,
            long confirmedMilli,
            int confirmations,
            @Nullable Long finalToldMilli,
            List<String> faults) {}

    public OperationReport {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }

    static OperationReport of(
            final OperationTotals totals, final Cuts cuts, final Retention retention, final Topics topics) {
        return new Audit(totals, cuts, retention, topics).report();
    }

    /** One pass; holds what it found. */
    private static final class Audit {
        private final OperationTotals totals;
        private final Cuts cuts;
        private final Retention retention;
        private final Topics topics;
        private final List<Row> rows = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<String, Quantities> attributed = new TreeMap<>();
        private final Map<String, Quantities> returned = new TreeMap<>();
        private int withoutOpening;
        private int begunAnew;

        Audit(final OperationTotals totals, final Cuts cuts, final Retention retention, final Topics topics) {
            this.totals = totals;
            this.cuts = cuts;
            this.retention = retention;
            this.topics = topics;
        }

        OperationReport report() {
            totals.operations().forEach(this::operation);
            cuts.all().forEach(this::machine);
            if (withoutOpening > 0) {
                notes.add(withoutOpening
                        + " ledgers were stated for the last time before the oldest count that is kept: their"
                        + " counts are not compared");
            }
            if (begunAnew > 0) {
                notes.add(begunAnew
                        + " ledgers began anew after their operation was forgotten: their counts are not compared");
            }
            return new OperationReport(rows, faults, notes);
        }

        private void operation(final OperationKey key, final Operation operation) {
            final List<String> found = new ArrayList<>();
            operation.byMachine.values().forEach(ledger -> ledger(ledger, found));
            final boolean returns = operation.byMachine.keySet().stream().anyMatch(totals::returns);
            if (!operation.finalIsRight && !returns) {
                found.add(
                        "its FINAL says " + operation.finalTold + " told, which is not what was confirmed until then");
            }
            if (operation.finals > 1) {
                found.add("it has " + operation.finals + " FINALs");
            }
            found.forEach(fault -> faults.add("operation " + key + ": " + fault));
            rows.add(row(key, operation, found));
        }

        private static Row row(final OperationKey key, final Operation operation, final List<String> found) {
            long counted = 0;
            long counts = 0;
            long confirmed = 0;
            int confirmations = 0;
            boolean isStated = true;
            for (final Ledger ledger : operation.byMachine.values()) {
                final QuantityStatement stated = ledger.stated;
                isStated &= stated != null;
                counted += stated == null ? 0 : stated.counted().totalMilli();
                counts += ledger.counts.totalMilli();
                confirmed += ledger.confirmedBefore.plus(ledger.confirmed).totalMilli();
                confirmations += ledger.confirmations;
            }
            final Quantities finalTold = operation.finalTold;
            return new Row(
                    key.text(),
                    List.copyOf(operation.byMachine.keySet()),
                    isStated ? counted : null,
                    counts,
                    confirmed,
                    confirmations,
                    finalTold == null ? null : finalTold.totalMilli(),
                    List.copyOf(found));
        }

        private void ledger(final Ledger ledger, final List<String> found) {
            ledger.faults.forEach(fault -> found.add("at " + ledger.machine + " " + fault));
            attributed.merge(ledger.machine, ledger.attributed(), Quantities::plus);
            final QuantityStatement stated = ledger.stated;
            if (stated == null) {
                return;
            }
            final Quantities refused = ledger.confirmed.minus(stated.told());
            returned.merge(ledger.machine, refused, Quantities::plus);
            if (!refused.isZero() && !totals.returns(ledger.machine)) {
                found.add("at " + ledger.machine + " told " + stated.told() + " but confirmed " + ledger.confirmed);
            }
            counts(ledger, stated, found);
        }

        private void counts(final Ledger ledger, final QuantityStatement stated, final List<String> found) {
            final QuantityStatement opening = ledger.opening;
            if (ledger.beganAnew()) {
                begunAnew++;
            } else if (ledger.needsOpening && opening == null) {
                withoutOpening++;
            } else {
                final Quantities since = opening == null ? Quantities.ZERO : opening.counted();
                final Quantities counted = stated.counted().minus(since);
                if (!counted.equals(ledger.counts)) {
                    found.add("at " + ledger.machine + " counted " + counted + " but its counts add up to "
                            + ledger.counts);
                }
            }
        }

        /** The machine's balance against the sum of its operations. */
        private void machine(final String machine, final Cuts.Cut cut) {
            final Quantities sum = attributed.getOrDefault(machine, Quantities.ZERO);
            final Quantities refused = returned.getOrDefault(machine, Quantities.ZERO);
            final boolean isWhole = retention.isWhole(topics.quantities());
            if (isWhole || !totals.returns(machine)) {
                differ(machine, "attributed", cut.balance().attributed(), "its operations add up to", sum, isWhole);
            }
            if (isWhole) {
                differ(machine, "returned", cut.balance().returned(), "confirmed less told is", refused, true);
            }
            if (retention.isWhole(topics.counts(), cut.partition())) {
                final Quantities counts = totals.unattributed(machine);
                differ(machine, "unattributed", cut.balance().unattributed(), "its counts add up to", counts, true);
            }
        }

        private void differ(
                final String machine,
                final String what,
                final Quantities is,
                final String other,
                final Quantities sum,
                final boolean isFault) {
            if (!is.equals(sum)) {
                final String sentence = machine + ": " + what + " is " + is + ", " + other + " " + sum;
                if (isFault) {
                    faults.add(sentence);
                } else {
                    notes.add(sentence
                            + "; statements of operations are deleted, so this may be an old one that is still open");
                }
            }
        }
    }
}
