package io.millrace.core.machine;

import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;

/**
 * The business identity as 64 bits: of (source, source event id) where the source has ids, else of the content - the source time is
 * compared beside it. FNV-1a, finished with a mixer (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
 */
final class Identity {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Identity() {}

    static long of(final EventHead head, final Fact fact) {
        if (!head.sourceEventId().isEmpty()) {
            return mix(text(text(OFFSET, head.source()) * PRIME, head.sourceEventId()));
        }
        if (fact instanceof Fact.CounterReading reading) {
            return mix((OFFSET ^ reading.measure().code()) * PRIME ^ reading.valueMilli());
        }
        return mix(text(OFFSET, fact.toString()));
    }

    /** The identity together with the source time, for events that do not stand at it on the timeline. */
    static long at(final EventHead head, final Fact fact) {
        return mix(of(head, fact) ^ mix(head.sourceTimeNs()));
    }

    private static long text(final long seed, final String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static long mix(final long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
