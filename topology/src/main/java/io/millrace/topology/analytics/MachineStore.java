package io.millrace.topology.analytics;

import io.millrace.core.aggregate.Cell;
import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.FiguresCodec;
import io.millrace.core.aggregate.MachineBook;
import io.millrace.core.aggregate.Progress;
import io.millrace.core.aggregate.StatementCodec;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.store.TimeKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What stands of one machine, in the task's store: statements and figures, under keys by kind, machine and time. On the
 * task's thread only.
 */
final class MachineStore implements MachineBook {
    private final KeyValueStore<Bytes, byte[]> store;
    private final StatementCodec codec;
    private final Bytes head;
    private final TimeKey intervals;
    private final TimeKey stops;
    private final TimeKey counts;
    private final TimeKey cells;

    MachineStore(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        codec = new StatementCodec(machine);
        head = Bytes.wrap(("head:" + machine).getBytes(StandardCharsets.UTF_8));
        intervals = new TimeKey("interval:" + machine);
        stops = new TimeKey("stop:" + machine);
        counts = new TimeKey("count:" + machine);
        cells = new TimeKey("cell:" + machine);
    }

    /** @return as it was saved, or of a machine never heard of before */
    Progress progress() {
        final byte[] stored = store.get(head);
        return stored == null ? new Progress() : FiguresCodec.progress(stored);
    }

    void save(final Progress progress) {
        store.put(head, FiguresCodec.write(progress));
    }

    @Override
    public @Nullable StateInterval interval(final long fromNs) {
        final byte[] stored = store.get(intervals.at(fromNs));
        return stored == null ? null : codec.interval(stored);
    }

    @Override
    public List<StateInterval> intervals(final long fromNs, final long toNs) {
        return list(intervals, fromNs, toNs, codec::interval);
    }

    @Override
    public void put(final StateInterval interval) {
        store.put(intervals.at(interval.fromNs()), codec.write(interval));
    }

    @Override
    public @Nullable Standing stop(final long fromNs) {
        final byte[] stored = store.get(stops.at(fromNs));
        return stored == null ? null : codec.standing(stored);
    }

    @Override
    public List<Standing> stops(final long fromNs, final long toNs) {
        return list(stops, fromNs, toNs, codec::standing);
    }

    @Override
    public @Nullable Standing lastStop(final long timeNs) {
        try (KeyValueIterator<Bytes, byte[]> found = store.reverseRange(stops.first(), stops.at(timeNs))) {
            while (found.hasNext()) {
                final Standing standing = codec.standing(found.next().value);
                if (!standing.stop().withdrawn()) {
                    return standing;
                }
            }
            return null;
        }
    }

    @Override
    public void put(final Standing standing) {
        store.put(stops.at(standing.stop().fromNs()), codec.write(standing));
    }

    @Override
    public @Nullable Counted counted(final long fromNs, final @Nullable OperationKey operation) {
        final byte[] stored = store.get(counts.at(fromNs, text(operation)));
        return stored == null ? null : codec.counted(stored);
    }

    @Override
    public void put(final Counted counted) {
        store.put(counts.at(counted.fromNs(), text(counted.operation())), codec.write(counted));
    }

    private static String text(final @Nullable OperationKey operation) {
        return operation == null ? "" : operation.text();
    }

    @Override
    public @Nullable Cell cell(final CellId id) {
        final byte[] stored = store.get(key(id));
        return stored == null ? null : FiguresCodec.cell(stored);
    }

    @Override
    public List<Cell> cells(final long fromNs, final long toNs) {
        return list(cells, fromNs, toNs, FiguresCodec::cell);
    }

    @Override
    public void put(final Cell cell) {
        store.put(key(cell.id()), FiguresCodec.write(cell));
    }

    private Bytes key(final CellId id) {
        return cells.at(id.period().orderNs(), id.name());
    }

    @Override
    public void forgetBefore(final long timeNs) {
        forget(intervals, timeNs, stored -> codec.interval(stored).toNs());
        forget(stops, timeNs, stored -> codec.standing(stored).stop().toNs());
        forget(counts, timeNs, stored -> codec.counted(stored).fromNs());
        forget(cells, timeNs, stored -> FiguresCodec.cell(stored).id().period().toNs());
    }

    private void forget(final TimeKey key, final long timeNs, final ToLongFunction<byte[]> end) {
        final List<Bytes> ended = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = store.range(key.first(), key.at(timeNs))) {
            while (found.hasNext()) {
                final KeyValue<Bytes, byte[]> each = found.next();
                if (end.applyAsLong(each.value) < timeNs) {
                    ended.add(each.key);
                }
            }
        }
        ended.forEach(store::delete);
    }

    private <T> List<T> list(final TimeKey key, final long fromNs, final long toNs, final Function<byte[], T> reader) {
        final List<T> all = new ArrayList<>();
        if (fromNs >= toNs) {
            return all;
        }
        // The end's own key sorts before all that begins then: what has a name is longer, what has none is skipped.
        final Bytes end = key.at(toNs);
        try (KeyValueIterator<Bytes, byte[]> found = store.range(key.at(fromNs), end)) {
            while (found.hasNext()) {
                final KeyValue<Bytes, byte[]> each = found.next();
                if (!each.key.equals(end)) {
                    all.add(reader.apply(each.value));
                }
            }
        }
        return all;
    }
}
