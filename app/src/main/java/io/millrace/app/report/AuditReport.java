package io.millrace.app.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Does it add up: machine by machine, order by order, shift by shift?
 *
 * @param events recounted
 * @param eventsPassed not recounted, since the beginning of their partition is deleted
 * @param notes what could not be compared, and why
 * @param faults everything that does not add up, in sentences; empty when it is balanced
 */
public record AuditReport(
        long events,
        long eventsPassed,
        ConservationReport machines,
        OperationReport operations,
        ShiftReport shifts,
        List<String> notes,
        List<String> faults) {
    public AuditReport {
        notes = List.copyOf(notes);
        faults = List.copyOf(faults);
    }

    static AuditReport of(
            final Recount recount,
            final ConservationReport machines,
            final OperationReport operations,
            final ShiftReport shifts,
            final List<String> moreNotes) {
        final List<String> notes = new ArrayList<>(moreNotes);
        notes.addAll(operations.notes());
        final List<String> faults = new ArrayList<>(machines.faults());
        faults.addAll(operations.faults());
        faults.addAll(shifts.faults());
        return new AuditReport(recount.events(), recount.passed(), machines, operations, shifts, notes, faults);
    }

    public boolean isBalanced() {
        return faults.isEmpty();
    }
}
