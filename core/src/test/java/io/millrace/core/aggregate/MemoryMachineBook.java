package io.millrace.core.aggregate;

import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.OperationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class MemoryMachineBook implements MachineBook {
    final TreeMap<Long, StateInterval> intervals = new TreeMap<>();
    final TreeMap<Long, Standing> stops = new TreeMap<>();
    final Map<String, Counted> counts = new LinkedHashMap<>();
    final Map<String, Cell> cells = new TreeMap<>();

    @Override
    public StateInterval interval(final long fromNs) {
        return intervals.get(fromNs);
    }

    @Override
    public List<StateInterval> intervals(final long fromNs, final long toNs) {
        return fromNs >= toNs
                ? List.of()
                : new ArrayList<>(intervals.subMap(fromNs, toNs).values());
    }

    @Override
    public void put(final StateInterval interval) {
        intervals.put(interval.fromNs(), interval);
    }

    @Override
    public Standing stop(final long fromNs) {
        return stops.get(fromNs);
    }

    @Override
    public List<Standing> stops(final long fromNs, final long toNs) {
        return fromNs >= toNs
                ? List.of()
                : new ArrayList<>(stops.subMap(fromNs, toNs).values());
    }

    @Override
    public Standing lastStop(final long timeNs) {
        return stops.headMap(timeNs, true).descendingMap().values().stream()
                .filter(each -> !each.stop().withdrawn())
                .findFirst()
                .orElse(null);
    }

    @Override
    public void put(final Standing stop) {
        stops.put(stop.stop().fromNs(), stop);
    }

    @Override
    public Counted counted(final long fromNs, final OperationKey operation) {
        return counts.get(fromNs + " " + operation);
    }

    @Override
    public void put(final Counted counted) {
        counts.put(counted.fromNs() + " " + counted.operation(), counted);
    }

    @Override
    public Cell cell(final CellId id) {
        return cells.get(id.name());
    }

    @Override
    public List<CellId> unfinished(final long fromNs, final long toNs) {
        return cells.values().stream()
                .filter(cell -> !cell.isFinal())
                .map(Cell::id)
                .filter(id -> id.period().orderNs() >= fromNs && id.period().orderNs() < toNs)
                .toList();
    }

    @Override
    public void put(final Cell cell) {
        cells.put(cell.id().name(), cell);
    }

    @Override
    public void forgetBefore(final long timeNs) {
        intervals.values().removeIf(each -> each.toNs() < timeNs);
        stops.values().removeIf(each -> each.stop().toNs() < timeNs);
        counts.values().removeIf(each -> each.fromNs() < timeNs);
        cells.values().removeIf(each -> each.id().period().toNs() < timeNs);
    }
}
