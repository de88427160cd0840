package io.millrace.core.posting;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.util.UUID;

/**
 * That a machine is to tell again what a refused confirmation said.
 *
 * @param timeNs the newest gateway time of the machine that its confirmations have shown
 */
public record ReturnDecision(String machine, UUID confirmationId, int attempt, String reason, long timeNs) {
    /** Gateway, source and actor of such decisions. */
    public static final String BY = "postings";

    /**
     * The decision as an event of the machine. It never goes through a journal, so it has no transport identity (sequence 0): it is
     * written in the transaction that decides it, once. Its business identity makes a repeat harmless.
     */
    public Event event() {
        final EventHead head =
                EventHead.of(BY, BY, machine, timeNs, timeNs).withIds(confirmationId + "/" + attempt, "");
        return new Event(
                head, new Fact.Decision(DecisionType.CONFIRMATION_RETURNED, confirmationId.toString(), BY, reason));
    }
}
