package io.millrace.app.report;

import io.millrace.core.calendar.Shift;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The pieces of each machine's time as they hold now, and what was counted in each shift. Not thread-safe. */
final class ShiftTotals {
    private static final long NS_PER_MS = 1_000_000;
    private static final Comparator<Shift> ORDER =
            Comparator.comparing(Shift::date).thenComparing(Shift::name).thenComparingLong(Shift::fromNs);

    /** What is kept of an interval: there may be millions. */
    record Piece(long fromNs, long toNs, long revision, boolean withdrawn, @Nullable Shift shift) {}

    /** One machine. */
    static final class Machine {
        final TreeMap<Long, Piece> pieces = new TreeMap<>();
        /** In thousandths of the unit. */
        final Map<Shift, Long> countedMilli = new TreeMap<>(ORDER);
        /** Pieces that ended before may be deleted, source time in nanoseconds. */
        long keptFromNs = Long.MIN_VALUE;
    }

    private final Topics topics;
    private final Cuts cuts;
    private final Retention retention;
    private final Map<String, Machine> machines = new TreeMap<>();
    private final Map<Shift, Shift> known = new HashMap<>();

    ShiftTotals(final Topics topics, final Cuts cuts, final Retention retention) {
        this.topics = topics;
        this.cuts = cuts;
        this.retention = retention;
    }

    Map<String, Machine> machines() {
        return machines;
    }

    /** Takes a record of any topic; of each partition in its order. */
    void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        if (message.topic().equals(topics.stateIntervals())) {
            take(Json.stateInterval(message.value()), message);
        } else if (message.topic().equals(topics.counts())) {
            take(Json.counted(message.value()), message.timestamp());
        }
    }

    private void take(final StateInterval said, final ConsumerRecord<String, byte[]> message) {
        final Machine machine = machines.computeIfAbsent(said.machine(), path -> new Machine());
        final long keptFromMs = retention.keptFromMs(message.topic(), message.partition());
        if (keptFromMs > Long.MIN_VALUE) {
            machine.keptFromNs = keptFromMs * NS_PER_MS;
        }
        machine.pieces.merge(
                said.fromNs(),
                new Piece(
                        said.fromNs(),
                        said.toNs(),
                        said.revision(),
                        said.withdrawn(),
                        one(said.planned().shift())),
                (before, now) -> now.revision() >= before.revision() ? now : before);
    }

    private void take(final Counted said, final long timestampMs) {
        final Shift shift = one(said.planned().shift());
        if (shift != null && cuts.includes(said.machine(), timestampMs)) {
            machines.computeIfAbsent(said.machine(), path -> new Machine())
                    .countedMilli
                    .merge(shift, said.quantities().totalMilli(), Long::sum);
        }
    }

    /** The same shift is the same object. */
    private @Nullable Shift one(final @Nullable Shift shift) {
        return shift == null ? null : known.computeIfAbsent(shift, same -> same);
    }
}
