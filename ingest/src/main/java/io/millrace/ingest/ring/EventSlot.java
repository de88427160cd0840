package io.millrace.ingest.ring;

import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One place in the ring, written by the source's thread and read by the journalling thread. Its buffer grows for a long event, and
 * is given back when that has been journalled.
 */
final class EventSlot {
    /** What a slot holds. */
    enum Kind {
        EVENT,
        DEAD_LETTER,
        /** Claimed for a message that could not be encoded: nothing. */
        NOTHING
    }

    private static final int USUAL_BYTES = 512;
    private static final int KEPT_BYTES = 4 * 1024;

    private ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(USUAL_BYTES);
    private Kind kind = Kind.NOTHING;
    private int length;
    private boolean isLastOfMessage;
    private long sourceTimeNs;
    private long offeredNs;
    private @Nullable Runnable durable;

    ExpandableArrayBuffer buffer() {
        return buffer;
    }

    void hold(final Kind newKind, final int newLength, final long newSourceTimeNs, final long newOfferedNs) {
        kind = newKind;
        length = newLength;
        sourceTimeNs = newSourceTimeNs;
        offeredNs = newOfferedNs;
        isLastOfMessage = false;
        durable = null;
    }

    void closeMessage(final Runnable newDurable) {
        isLastOfMessage = true;
        durable = newDurable;
    }

    Kind kind() {
        return kind;
    }

    int length() {
        return length;
    }

    long sourceTimeNs() {
        return sourceTimeNs;
    }

    long offeredNs() {
        return offeredNs;
    }

    boolean isLastOfMessage() {
        return isLastOfMessage;
    }

    /** To be called once the message is durable; null but on the last slot of a message. */
    @Nullable
    Runnable durable() {
        return durable;
    }

    void release() {
        durable = null;
        if (buffer.capacity() > KEPT_BYTES) {
            buffer = new ExpandableArrayBuffer(USUAL_BYTES);
        }
    }
}
