package io.millrace.core.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class MemoryScopeBook implements ScopeBook {
    final Map<String, Cell> cells = new TreeMap<>();
    private final Map<String, Progress> progress = new TreeMap<>();
    private final Map<String, TreeMap<String, Aggregate>> parts = new TreeMap<>();

    @Override
    public Progress progress(final Scope place) {
        return progress.computeIfAbsent(place.text(), text -> new Progress());
    }

    @Override
    public void put(final Scope place, final Progress of) {
        progress.put(place.text(), of);
    }

    @Override
    public Cell cell(final CellId id) {
        return cells.get(id.key());
    }

    @Override
    public void put(final Cell cell) {
        cells.put(cell.id().key(), cell);
    }

    @Override
    public Aggregate part(final CellId id, final String part) {
        return parts.getOrDefault(id.key(), new TreeMap<>()).get(part);
    }

    @Override
    public List<Aggregate> parts(final CellId id) {
        return new ArrayList<>(parts.getOrDefault(id.key(), new TreeMap<>()).values());
    }

    @Override
    public void put(final CellId id, final String part, final Aggregate aggregate) {
        parts.computeIfAbsent(id.key(), key -> new TreeMap<>()).put(part, aggregate);
    }
}
