package io.millrace.ingest.ring;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.EventStamp;
import io.millrace.core.event.Fact;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * What is left out while the disk is tight: one gap for each machine. It is said when it opens, without an end, so that it is known
 * even if the process dies; and again when it ends, with its bounds and how much is missing. Belongs to the journalling thread.
 */
final class Shedding {
    /** Source of the gaps. */
    static final String SOURCE = "journal";

    /** End of a gap that is still open. */
    static final long NO_END = Long.MAX_VALUE;

    private final EventDecoder decoder = new EventDecoder();
    private final MachineTable<Gap> gaps = new MachineTable<>(Gap::new);
    private boolean isShedding;

    /** True from the first value left out until the gaps are told. */
    boolean isShedding() {
        return isShedding;
    }

    /** Leaves out an encoded event. @return the gap that opens with it; empty if the machine's is open */
    Optional<Event> shed(final DirectBuffer event) {
        isShedding = true;
        final Gap gap = gaps.get(event, EventStamp.machineOffset(event, 0), EventStamp.machineLength(event, 0));
        final boolean opens = gap.count == 0;
        gap.add(EventStamp.sourceTimeNs(event, 0));
        if (!opens) {
            return Optional.empty();
        }
        gap.head = decoder.decode(event, 0).head();
        return Optional.of(gap.event(NO_END, "telemetry is shed from here on: the journal's disk has too little room"));
    }

    /** Ends all gaps. @return what is missing, a gap for each machine */
    List<Event> end() {
        final List<Event> ended = gaps.all().stream()
                .map(gap ->
                        gap.event(gap.toNs, gap.count + " values were shed: the journal's disk had too little room"))
                .toList();
        gaps.clear();
        isShedding = false;
        return ended;
    }

    private static final class Gap {
        private EventHead head = EventHead.of("", SOURCE, "", 0, 0);
        private long fromNs = Long.MAX_VALUE;
        private long toNs = Long.MIN_VALUE;
        private long count;

        void add(final long timeNs) {
            fromNs = Math.min(fromNs, timeNs);
            toNs = Math.max(toNs, timeNs);
            count++;
        }

        Event event(final long endNs, final String cause) {
            return new Event(
                    EventHead.of(head.gateway(), SOURCE, head.machine(), toNs, head.gatewayTimeNs()),
                    new Fact.SourceGap(fromNs, endNs, cause));
        }
    }
}
