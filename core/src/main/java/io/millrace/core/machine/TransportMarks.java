package io.millrace.core.machine;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Which sequence numbers of each gateway have been seen: a contiguous mark per incarnation, and the numbers above it. Drops what a
 * forwarder resends, and finds holes. Not thread-safe.
 */
final class TransportMarks {
    /** Incarnations kept; a forwarder never resends from further back than its last acknowledged position. */
    private static final int KEPT = 16;

    enum Verdict {
        NEW,
        RESENT
    }

    /** What is known of one incarnation of one gateway. */
    static final class Mark {
        final String gateway;
        final long incarnation;
        final TreeSet<Long> above = new TreeSet<>();
        long upTo;

        Mark(final String gateway, final long incarnation) {
            this.gateway = gateway;
            this.incarnation = incarnation;
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
        if (sequence <= mark.upTo || mark.above.contains(sequence)) {
            return Verdict.RESENT;
        }
        if (sequence == mark.upTo + 1) {
            final boolean fills = !mark.above.isEmpty();
            mark.upTo = sequence;
            while (mark.above.remove(mark.upTo + 1)) {
                mark.upTo++;
            }
            if (fills) {
                holes.closed(mark, sequence, sequence);
            }
        } else {
            final long highest = mark.above.isEmpty() ? mark.upTo : mark.above.last();
            mark.above.add(sequence);
            if (sequence > highest + 1) {
                holes.opened(mark, highest + 1, sequence - 1);
            } else if (sequence < highest) {
                holes.closed(mark, sequence, sequence);
            }
        }
        return Verdict.NEW;
    }

    private Mark mark(final String gateway, final long incarnation) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            final Mark mark = marks.get(i);
            if (mark.incarnation == incarnation && mark.gateway.equals(gateway)) {
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
            mark.above.forEach(out::number);
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
                mark.above.add(in.number());
            }
            marks.marks.add(mark);
        }
        return marks;
    }
}
