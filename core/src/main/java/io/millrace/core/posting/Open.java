package io.millrace.core.posting;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Quantities;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A confirmation that has not been posted.
 *
 * @param reversed a later confirmation takes it back
 * @param answer the last that changed something, null before the first
 */
public record Open(Said said, State state, boolean reversed, @Nullable Posting answer) {
    /**
     * What is kept of a confirmation.
     *
     * @param machine path of the work unit, empty for a FINAL
     * @param site enterprise and site; empty for the FINAL of an operation that told nothing
     * @param number among the confirmations of its operation at its machine
     * @param postingDay days since 1970-01-01
     * @param confirmedNs gateway time at which it was said: its age counts from here
     */
    public record Said(
            UUID id,
            Confirmation.Kind kind,
            String machine,
            String site,
            int number,
            Quantities quantity,
            String unit,
            long postingDay,
            long confirmedNs) {
        static Said of(final Confirmation confirmation, final String site) {
            return new Said(
                    confirmation.id(),
                    confirmation.kind(),
                    confirmation.machine(),
                    site,
                    confirmation.number(),
                    confirmation.quantity(),
                    confirmation.unit(),
                    confirmation.postingDay(),
                    confirmation.triggerGatewayNs());
        }
    }

    /** Where a confirmation stands. */
    public enum State {
        /** No answer yet. */
        UNPOSTED(Group.WAITING),
        IN_DOUBT(Group.WAITING),
        /** Refused, and waiting for somebody. */
        PARKED(Group.PARKED),
        /** Refused, and its quantity pending again at its machine. */
        RETURNED(Group.RETURNED);

        private final Group group;

        State(final Group group) {
            this.group = group;
        }

        public Group group() {
            return group;
        }
    }

    /** What is listed together. */
    public enum Group {
        /** Confirmed and not posted: somebody should post it. */
        WAITING,
        PARKED,
        RETURNED
    }

    public UUID id() {
        return said.id();
    }

    boolean isWaiting() {
        return state.group() == Group.WAITING;
    }

    Open answered(final State now, final Posting by) {
        return new Open(said, now, reversed, by);
    }

    Open takenBack() {
        return new Open(said, state, true, answer);
    }
}
