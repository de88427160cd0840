package io.millrace.app.report;

import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.plant.Quantities;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@link OperationTotals} adds up: mutable, not thread-safe. */
final class Ledgers {
    /** A FINAL may be said a moment after a confirmation that it does not know yet. */
    private static final int SUMS_KEPT = 8;

    private Ledgers() {}

    /** One operation at one machine. */
    static final class Ledger {
        final String machine;
        final List<String> faults = new ArrayList<>();

        /** Newest statement up to the machine's cut, null if none is kept. */
        @Nullable
        QuantityStatement stated;

        /** What the counts that are kept add to; null: to nothing. */
        @Nullable
        QuantityStatement opening;

        /** Where an opening is needed and none is kept, the counts cannot be compared. */
        boolean needsOpening;

        Quantities counts = Quantities.ZERO;
        /** Up to the machine's cut, since the ledger began anew. */
        Quantities confirmed = Quantities.ZERO;
        /** Before it began anew: an operation that was forgotten after its end, and ran again. */
        Quantities confirmedBefore = Quantities.ZERO;

        int confirmations;
        int number;
        Quantities toldAfter = Quantities.ZERO;

        Ledger(final String machine) {
            this.machine = machine;
        }

        boolean beganAnew() {
            return !confirmedBefore.isZero();
        }

        /** Its part of what is attributed at the machine: an operation of which no statement is kept has long told everything. */
        Quantities attributed() {
            return confirmedBefore.plus(stated == null ? confirmed : stated.counted());
        }
    }

    /** One operation over its machines. */
    static final class Operation {
        final Map<String, Ledger> byMachine = new TreeMap<>();
        /** The last sums of all confirmations in the order of the topic, whatever the cuts. */
        final Deque<Quantities> sums = new ArrayDeque<>(List.of(Quantities.ZERO));

        int finals;

        @Nullable
        Quantities finalTold;

        boolean finalIsRight = true;

        Ledger ledger(final String machine) {
            return byMachine.computeIfAbsent(machine, Ledger::new);
        }

        void confirm(final Quantities quantity) {
            sums.addLast(sums.getLast().plus(quantity));
            if (sums.size() > SUMS_KEPT) {
                sums.removeFirst();
            }
        }

        void finish(final Quantities told) {
            finals++;
            finalTold = told;
            finalIsRight = sums.contains(told);
        }
    }
}
