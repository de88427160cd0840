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
import io.millrace.topology.store.Recent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What stands of one machine: statements and figures, in the task's store under keys by kind, machine and time, and what is in use of them
 * decoded in memory. What changes is in the store when all was written. On the task's thread only.
 */
final class MachineStore implements MachineBook {
    /** The hour, the shift and the day, of all and of an operation, and the ones before. */
    private static final int CELLS_KEPT = 16;

    private static final int COUNTS_KEPT = 4;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Bytes head;
    private final Newest<StateInterval> intervals;
    private final Newest<Standing> stops;
    private final Row<Counted> countRow;
    private final Recent<Bytes, Counted> counts;
    private final Row<Cell> cellRow;
    private final Recent<Bytes, Cell> cells;

    MachineStore(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        final StatementCodec codec = new StatementCodec(machine);
        head = Bytes.wrap(("head:" + machine).getBytes(StandardCharsets.UTF_8));
        intervals = new Newest<>(
                new Row<>(store, "interval:" + machine, codec::interval, codec::write, stored -> codec.interval(stored)
                        .toNs()),
                StateInterval::fromNs);
        stops = new Newest<>(
                new Row<>(store, "stop:" + machine, codec::standing, codec::write, stored -> codec.standing(stored)
                        .stop()
                        .toNs()),
                standing -> standing.stop().fromNs());
        countRow = new Row<>(store, "count:" + machine, codec::counted, codec::write, stored -> codec.counted(stored)
                .fromNs());
        counts = new Recent<>(COUNTS_KEPT, countRow::read, countRow::write);
        cellRow = new Row<>(
                store, "cell:" + machine, FiguresCodec::cell, FiguresCodec::write, stored -> FiguresCodec.id(stored)
                        .period()
                        .toNs());
        cells = new Recent<>(CELLS_KEPT, cellRow::read, cellRow::write);
    }

    /** @return as it was saved, or of a machine never heard of before */
    Progress progress() {
        final byte[] stored = store.get(head);
        return stored == null ? new Progress() : FiguresCodec.progress(stored);
    }

    /** Writes all that is newer in memory, and the progress. */
    void write(final Progress progress) {
        intervals.writeAll();
        stops.writeAll();
        counts.writeAll();
        cells.writeAll();
        store.put(head, FiguresCodec.write(progress));
    }

    @Override
    public @Nullable StateInterval interval(final long fromNs) {
        return intervals.at(fromNs);
    }

    @Override
    public List<StateInterval> intervals(final long fromNs, final long toNs) {
        return intervals.list(fromNs, toNs);
    }

    @Override
    public void put(final StateInterval interval) {
        intervals.put(interval);
    }

    @Override
    public @Nullable Standing stop(final long fromNs) {
        return stops.at(fromNs);
    }

    @Override
    public List<Standing> stops(final long fromNs, final long toNs) {
        return stops.list(fromNs, toNs);
    }

    @Override
    public @Nullable Standing lastStop(final long timeNs) {
        return stops.lastUpTo(timeNs, standing -> !standing.stop().withdrawn());
    }

    @Override
    public void put(final Standing standing) {
        stops.put(standing);
    }

    @Override
    public @Nullable Counted counted(final long fromNs, final @Nullable OperationKey operation) {
        return counts.get(countRow.at(fromNs, text(operation)));
    }

    @Override
    public void put(final Counted counted) {
        counts.put(countRow.at(counted.fromNs(), text(counted.operation())), counted);
    }

    private static String text(final @Nullable OperationKey operation) {
        return operation == null ? "" : operation.text();
    }

    @Override
    public @Nullable Cell cell(final CellId id) {
        return cells.get(key(id));
    }

    @Override
    public List<CellId> unfinished(final long fromNs, final long toNs) {
        cells.write(key -> key.compareTo(cellRow.at(toNs)) <= 0);
        final List<CellId> all = new ArrayList<>();
        cellRow.each(fromNs, toNs, stored -> {
            final CellId id = FiguresCodec.unfinished(stored);
            if (id != null) {
                all.add(id);
            }
        });
        return all;
    }

    @Override
    public void put(final Cell cell) {
        cells.put(key(cell.id()), cell);
    }

    private Bytes key(final CellId id) {
        return cellRow.at(id.period().orderNs(), id.name());
    }

    @Override
    public void forgetBefore(final long timeNs) {
        intervals.forgetBefore(timeNs);
        stops.forgetBefore(timeNs);
        counts.write(key -> key.compareTo(countRow.at(timeNs)) <= 0);
        countRow.forgetBefore(timeNs, counts::forget);
        cells.write(key -> key.compareTo(cellRow.at(timeNs)) <= 0);
        cellRow.forgetBefore(timeNs, cells::forget);
    }
}
