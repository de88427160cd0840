package io.millrace.topology.analytics;

import io.millrace.core.aggregate.Cell;
import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.MachineBook;
import io.millrace.core.aggregate.MachineProgress;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.record.FiguresJson;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.JsonIn;
import io.millrace.topology.store.TimeKey;
import java.nio.ByteBuffer;
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
 * What stands of one machine, in the task's store: statements as the JSON they came as, under keys by kind, machine and time. On the
 * task's thread only.
 */
final class MachineStore implements MachineBook {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Bytes head;
    private final TimeKey intervals;
    private final TimeKey stops;
    private final TimeKey counts;
    private final TimeKey cells;

    MachineStore(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        head = Bytes.wrap(("head:" + machine).getBytes(StandardCharsets.UTF_8));
        intervals = new TimeKey("interval:" + machine);
        stops = new TimeKey("stop:" + machine);
        counts = new TimeKey("count:" + machine);
        cells = new TimeKey("cell:" + machine);
    }

    /** @return as it was saved, or of a machine never heard of before */
    MachineProgress progress() {
        final MachineProgress progress = new MachineProgress();
        final byte[] stored = store.get(head);
        if (stored != null) {
            final JsonIn in = Stored.read(stored);
            progress.newestNs = in.number("newestNs");
            progress.sweptNs = in.number("sweptNs");
            progress.saidNs = in.number("saidNs");
            progress.heardMs = in.number("heardMs");
            in.objects("unsaid", FiguresJson::id).forEach(id -> progress.unsaid.put(id.name(), id));
        }
        return progress;
    }

    void save(final MachineProgress progress) {
        store.put(
                head,
                Stored.begin()
                        .number("newestNs", progress.newestNs)
                        .number("sweptNs", progress.sweptNs)
                        .number("saidNs", progress.saidNs)
                        .number("heardMs", progress.heardMs)
                        .objects("unsaid", progress.unsaid.values(), FiguresJson::id)
                        .done());
    }

    @Override
    public @Nullable StateInterval interval(final long fromNs) {
        final byte[] stored = store.get(intervals.at(fromNs));
        return stored == null ? null : Json.stateInterval(stored);
    }

    @Override
    public List<StateInterval> intervals(final long fromNs, final long toNs) {
        return list(intervals, fromNs, toNs, Json::stateInterval);
    }

    @Override
    public void put(final StateInterval interval) {
        store.put(intervals.at(interval.fromNs()), Json.write(interval));
    }

    @Override
    public @Nullable Standing stop(final long fromNs) {
        final byte[] stored = store.get(stops.at(fromNs));
        return stored == null ? null : standing(stored);
    }

    @Override
    public List<Standing> stops(final long fromNs, final long toNs) {
        return list(stops, fromNs, toNs, MachineStore::standing);
    }

    @Override
    public @Nullable Standing lastStop(final long timeNs) {
        try (KeyValueIterator<Bytes, byte[]> found = store.reverseRange(stops.first(), stops.at(timeNs))) {
            while (found.hasNext()) {
                final Standing standing = standing(found.next().value);
                if (!standing.stop().withdrawn()) {
                    return standing;
                }
            }
            return null;
        }
    }

    @Override
    public void put(final Standing standing) {
        final byte[] json = Json.write(standing.stop());
        store.put(
                stops.at(standing.stop().fromNs()),
                ByteBuffer.allocate(Long.BYTES + json.length)
                        .putLong(standing.downNs())
                        .put(json)
                        .array());
    }

    private static Standing standing(final byte[] stored) {
        final ByteBuffer in = ByteBuffer.wrap(stored);
        final long downNs = in.getLong();
        final byte[] json = new byte[in.remaining()];
        in.get(json);
        return new Standing(Json.stop(json), downNs);
    }

    @Override
    public @Nullable Counted counted(final long fromNs, final @Nullable OperationKey operation) {
        final byte[] stored = store.get(counts.at(fromNs, text(operation)));
        return stored == null ? null : Json.counted(stored);
    }

    @Override
    public void put(final Counted counted) {
        store.put(counts.at(counted.fromNs(), text(counted.operation())), Json.write(counted));
    }

    private static String text(final @Nullable OperationKey operation) {
        return operation == null ? "" : operation.text();
    }

    @Override
    public @Nullable Cell cell(final CellId id) {
        final byte[] stored = store.get(key(id));
        return stored == null ? null : Stored.cell(stored);
    }

    @Override
    public List<Cell> cells(final long fromNs, final long toNs) {
        return list(cells, fromNs, toNs, Stored::cell);
    }

    @Override
    public void put(final Cell cell) {
        store.put(key(cell.id()), Stored.write(cell));
    }

    private Bytes key(final CellId id) {
        return cells.at(id.period().orderNs(), id.name());
    }

    @Override
    public void forgetBefore(final long timeNs) {
        forget(intervals, timeNs, stored -> Json.stateInterval(stored).toNs());
        forget(stops, timeNs, stored -> standing(stored).stop().toNs());
        forget(counts, timeNs, stored -> Json.counted(stored).fromNs());
        forget(cells, timeNs, stored -> Stored.cell(stored).id().period().toNs());
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
