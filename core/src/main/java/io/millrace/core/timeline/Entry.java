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

    /** @param operation named by the report, or null: the one in force */
    record Report(long timeNs, long identity, Measure measure, long quantityMilli, @Nullable OperationKey operation)
            implements Entry {
        @Override
        public int rank() {
            return 1;
        }
    }

    /** Units counted as good that turned out to be scrap. */
    record ScrapMove(long timeNs, long identity, long quantityMilli, @Nullable OperationKey operation)
            implements Entry {
        @Override
        public int rank() {
            return 2;
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
