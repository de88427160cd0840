package io.millrace.core.machine;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which sequence numbers of each gateway have been seen: a contiguous mark per incarnation, and ranges above it. Drops what a
 * forwarder resends, and finds holes. Not thread-safe.
 */
final class TransportMarks {
    /** Incarnations kept; a forwarder never resends from further back than its last acknowledged position. */
    private static final int KEPT = 16;

    enum Verdict {
        NEW,
        RESENT
    }

    /** What is known of one incarnation of one gateway: everything up to a number, and ranges above it. */
    static final class Mark {
        final String gateway;
        final long incarnation;
        /** First to last number of each range, none touching another. */
        final TreeMap<Long, Long> above = new TreeMap<>();

        long upTo;

        Mark(final String gateway, final long incarnation) {
            this.gateway = gateway;
            this.incarnation = incarnation;
        }

        boolean has(final long sequence) {
            final Map.Entry<Long, Long> range = above.floorEntry(sequence);
            return sequence <= upTo || range != null && sequence <= range.getValue();
        }

        long highest() {
            return above.isEmpty() ? upTo : above.lastEntry().getValue();
        }

        void add(final long sequence) {
            long first = sequence;
            long last = sequence;
            final Map.Entry<Long, Long> before = above.lowerEntry(sequence);
            if (before != null && before.getValue() == sequence - 1) {
                first = before.getKey();
            }
            final Long behind = above.remove(sequence + 1);
            if (behind != null) {
                last = behind;
            }
            if (first == upTo + 1) {
                above.remove(first);
                upTo = last;
            } else {
                above.put(first, last);
            }
        }
    }

    /** Told of holes as they open and close. */
    interface Holes {
        void opened(Mark mark, long firstMissing, long lastMissing);

        void closed(Mark mark, long firstMissing, long lastMissing);
    }

    private final List<Mark> marks = new ArrayList<>(2);

    /** @param sequence from 1; 0 means that the event never went through a journal and has no transport identity */
    Verdict accept(final String gateway, final long incarnation, final long sequence, final Holes holes) {
        if (sequence == 0) {
            return Verdict.NEW;
        }
        final Mark mark = mark(gateway, incarnation);
        if (mark.has(sequence)) {
            return Verdict.RESENT;
        }
        final long highest = mark.highest();
        mark.add(sequence);
        if (sequence > highest + 1) {
            holes.opened(mark, highest + 1, sequence - 1);
        } else if (sequence < highest) {
            holes.closed(mark, sequence, sequence);
        }
        return Verdict.NEW;
    }

    private Mark mark(final String gateway, final long incarnation) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            final Mark mark = marks.get(i);
            if (mark.incarnation == incarnation && mark.gateway.equals(gateway)) {
                // The one that was silent longest is dropped first: else a gateway that runs for months would be, for
                // passing ones.
                marks.add(marks.remove(i));
                return mark;
            }
        }
        if (marks.size() == KEPT) {
            marks.remove(0);
        }
        final Mark mark = new Mark(gateway, incarnation);
        marks.add(mark);
        return mark;
    }

    void write(final BinaryWriter out) {
        out.number(marks.size());
        for (final Mark mark : marks) {
            out.text(mark.gateway).number(mark.incarnation).number(mark.upTo).number(mark.above.size());
            mark.above.forEach((first, last) -> out.number(first).number(last));
        }
    }

    static TransportMarks read(final BinaryReader in) {
        final TransportMarks marks = new TransportMarks();
        final int count = in.count();
        for (int i = 0; i < count; i++) {
            final Mark mark = new Mark(in.text(), in.number());
            mark.upTo = in.number();
            final int above = in.count();
            for (int j = 0; j < above; j++) {
                mark.above.put(in.number(), in.number());
            }
            marks.marks.add(mark);
        }
        return marks;
    }
}
