package io.millrace.core.timeline;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened at a machine. Entries are ordered by source time; at the same instant by rank - units first, then the
 * state, then the order context, so that what is counted at the instant of a change belongs to what was before it - and then by
 * identity, so that the order never depends on arrival.
 */
public sealed interface Entry {
    Comparator<Entry> ORDER = Comparator.comparingLong(Entry::timeNs)
            .thenComparingInt(Entry::rank)
            .thenComparingInt(Entry::slot)
            .thenComparingInt(Entry::revision)
            .thenComparingLong(Entry::identity);

    /** Source time, nanoseconds since the epoch. */
    long timeNs();

    /** Hash of the business identity: equal time, rank and identity is the same thing said again. */
    long identity();

    int rank();

    /** Orders kinds of equal rank and time. */
    default int slot() {
        return 0;
    }

    /** Orders what is said of the same thing at the same instant: see {@link #isSupersededBy}. */
    default int revision() {
        return 0;
    }

    /** True if a later entry of the same time, rank and slot takes this one's place. */
    default boolean isSupersededBy(final Entry next) {
        return false;
    }

    /** @param reset evidence that the counter started anew since its last reading */
    record Reading(long timeNs, long identity, Measure measure, boolean reset, long valueMilli) implements Entry {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public int slot() {
            return measure.code();
        }
    }

    /**
     * What somebody decided on a counter that went backwards; it stands at the first reading of the run. The last word counts.
     *
     * @param revision seconds from that reading to the decision
     * @param accepted the counter was set anew there; else its units are none
     */
    record Verdict(long timeNs, long identity, Measure measure, int revision, boolean accepted) implements Entry {
        @Override
        public int rank() {
            return 0;
        }

        /** Behind all readings of the instant. */
        @Override
        public int slot() {
            return Measure.values().length + measure.code();
        }

        @Override
        public boolean isSupersededBy(final Entry next) {
            return next instanceof Verdict later && later.timeNs == timeNs && later.measure == measure;
        }
    }

    /** @param operation named by the report, or null: the one in force */
    record Report(
            long timeNs,
            long identity,
            Measure measure,
            long quantityMilli,
            @Nullable OperationKey operation,
            String reason)
            implements Entry {
        @Override
        public int rank() {
            return 1;
        }
    }

    /** Units counted as good that turned out to be scrap. */
    record ScrapMove(long timeNs, long identity, long quantityMilli, @Nullable OperationKey operation, String reason)
            implements Entry {
        @Override
        public int rank() {
            return 2;
        }
    }

    /** @param operation named by the record, or null: the one in force */
    record Consumed(
            long timeNs,
            long identity,
            long quantityMilli,
            String material,
            String lot,
            @Nullable OperationKey operation)
            implements Entry {
        @Override
        public int rank() {
            return 2;
        }

        @Override
        public int slot() {
            return 2;
        }
    }

    /** @param operation named by the record, or null: the one in force */
    record Labour(long timeNs, long identity, long durationNs, @Nullable OperationKey operation) implements Entry {
        @Override
        public int rank() {
            return 2;
        }

        @Override
        public int slot() {
            return 1;
        }
    }

    record State(long timeNs, long identity, MachineState state, Mode mode, String nativeState, String reason)
            implements Entry {
        @Override
        public int rank() {
            return 3;
        }

        /** Of two at one instant the one that knows the reason comes last, so it holds. */
        @Override
        public int slot() {
            return reason.isEmpty() ? 0 : 1;
        }
    }

    /** From here on the state has this reason. */
    record Reason(long timeNs, long identity, String reason) implements Entry {
        @Override
        public int rank() {
            return 4;
        }
    }

    /** @param operation null: whatever is open */
    record Context(
            long timeNs,
            long identity,
            Transition transition,
            boolean cancelled,
            int revision,
            @Nullable OperationKey operation)
            implements Entry {
        @Override
        public int rank() {
            return 5;
        }

        /** At one instant something ends before something else starts. */
        @Override
        public int slot() {
            return switch (transition) {
                case PAUSED -> 0;
                case COMPLETED -> 1;
                case RESUMED -> 2;
                case STARTED -> 3;
            };
        }

        /** One operation can start at an instant, several can end: a later word on an end is about the same operation. */
        @Override
        public boolean isSupersededBy(final Entry next) {
            return next instanceof Context later
                    && later.timeNs == timeNs
                    && later.transition == transition
                    && later.revision > revision
                    && (isStart() || Objects.equals(later.operation, operation));
        }

        private boolean isStart() {
            return transition == Transition.STARTED || transition == Transition.RESUMED;
        }
    }

    /** Something that moves nothing on the timeline; kept so that its repeat is known. */
    record Note(long timeNs, long identity) implements Entry {
        @Override
        public int rank() {
            return 6;
        }
    }
}
