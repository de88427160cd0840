package io.millrace.app.report;

import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conservation equation, machine by machine: made = attributed + unattributed + quarantined + declared lost, attributed =
 * confirmed less what was refused and returned, nothing pending, each confirmation id once.
 *
 * @param faults what does not add up, in sentences; empty when it is balanced
 */
public record ConservationReport(List<Row> rows, int confirmations, int finals, int repeatedIds, List<String> faults) {
    /**
     * One machine, in thousandths of its unit.
     *
     * @param madeMilli what an independent source says was made
     * @param confirmedMilli the sum of its confirmations, less reversals and what was returned to be told again
     * @param faults what does not add up here
     */
    public record Row(
            String machine,
            String protocol,
            long madeMilli,
            long attributedMilli,
            long unattributedMilli,
            long quarantinedMilli,
            long declaredLostMilli,
            long confirmedMilli,
            long pendingMilli,
            int confirmations,
            long repeated,
            long resent,
            long late,
            long corrections,
            List<String> faults) {}

    /**
     * What somebody outside says of a machine, in thousandths of its unit.
     *
     * @param unattributedMilli how much of it belongs to no order
     * @param quarantinedMilli how much of it could not be accepted
     */
    public record Truth(
            String protocol, long madeMilli, long unattributedMilli, long quarantinedMilli, long lostMilli) {}

    public ConservationReport {
        rows = List.copyOf(rows);
        faults = List.copyOf(faults);
    }

    public boolean isBalanced() {
        return faults.isEmpty();
    }

    /** @param truths by machine; only machines named here are reported */
    public static ConservationReport of(final TopicLedger topics, final Map<String, Truth> truths) {
        final List<Row> rows = new ArrayList<>();
        final List<String> faults = new ArrayList<>();
        int confirmations = 0;
        for (final Map.Entry<String, Truth> truth : new TreeMap<>(truths).entrySet()) {
            final Row row = row(truth.getKey(), truth.getValue(), topics);
            rows.add(row);
            row.faults().forEach(fault -> faults.add(row.machine() + ": " + fault));
            confirmations += row.confirmations();
        }
        if (topics.repeatedIds() > 0) {
            faults.add(topics.repeatedIds() + " confirmation ids were seen more than once");
        }
        return new ConservationReport(rows, confirmations, topics.finals(), topics.repeatedIds(), faults);
    }

    private static Row row(final String machine, final Truth truth, final TopicLedger topics) {
        final @Nullable Balance balance = topics.balances().get(machine);
        final List<String> faults = new ArrayList<>();
        if (balance == null) {
            faults.add("no balance was said");
            return new Row(
                    machine, truth.protocol(), truth.madeMilli(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.copyOf(faults));
        }
        final Quantities confirmed = topics.confirmed(machine).minus(balance.returned());
        final long attributed = balance.attributed().totalMilli();
        final long unattributed = balance.unattributed().totalMilli();
        final long sum = attributed + unattributed + balance.quarantinedMilli() + balance.declaredLostMilli();
        expect(faults, "attributed + unattributed + quarantined + lost", sum, "made", truth.madeMilli());
        expect(faults, "unattributed", unattributed, "expected", truth.unattributedMilli());
        expect(faults, "quarantined", balance.quarantinedMilli(), "expected", truth.quarantinedMilli());
        expect(faults, "declared lost", balance.declaredLostMilli(), "expected", truth.lostMilli());
        if (!balance.attributed().equals(confirmed)) {
            faults.add("attributed " + balance.attributed() + " but confirmed " + confirmed);
        }
        if (!balance.pending().isZero()) {
            faults.add("still pending " + balance.pending());
        }
        return new Row(
                machine,
                truth.protocol(),
                truth.madeMilli(),
                attributed,
                unattributed,
                balance.quarantinedMilli(),
                balance.declaredLostMilli(),
                confirmed.totalMilli(),
                balance.pending().totalMilli(),
                topics.confirmations(machine),
                balance.repeated(),
                balance.resent(),
                balance.late(),
                balance.corrections(),
                List.copyOf(faults));
    }

    private static void expect(
            final List<String> faults, final String what, final long is, final String named, final long should) {
        if (is != should) {
            faults.add(what + " is " + Units.text(is) + ", " + named + " " + Units.text(should));
        }
    }
}
