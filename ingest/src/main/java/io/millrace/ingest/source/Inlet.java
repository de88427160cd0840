package io.millrace.ingest.source;

import io.millrace.core.event.Event;
import java.util.List;

/** The gateway as a source sees it. Safe for any number of threads; never blocks. */
public interface Inlet {
    /**
     * Offers one message, which is journalled as one group or not at all; process values, which count nothing, are a group of
     * their own.
     *
     * @param message its events, at least one; incarnation and sequence are stamped later
     * @param durable called on a journalling thread once the message is durable: the moment to acknowledge it. Must be short.
     * @return false when there is no room: nothing was taken, offer it again a little later
     */
    boolean tryOffer(List<Event> message, Runnable durable);

    /** Offers a message that makes no objects; what holds for the records of {@link #tryOffer(List, Runnable)} holds for it. */
    default boolean tryOffer(final WritableMessage message, final Runnable durable) {
        return tryOffer(message.events(), durable);
    }

    /**
     * As {@link #tryOffer(WritableMessage, Runnable)}, for a source that has more at hand: what is queued may not be journalled before
     * {@link #wake()}, which must follow soon, on the same thread.
     */
    default boolean tryQueue(final WritableMessage message, final Runnable durable) {
        return tryOffer(message, durable);
    }

    /** What was queued is journalled now. */
    default void wake() {}

    /** Offers what could not be read, or must not be counted, with the same promise as for a message. */
    boolean tryOffer(DeadLetter letter, Runnable durable);

    /** True while the journal's disk is too full: what is offered now becomes durable only when there is room again. */
    default boolean isBlocked() {
        return false;
    }
}
