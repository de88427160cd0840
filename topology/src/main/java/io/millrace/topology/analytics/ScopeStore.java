package io.millrace.topology.analytics;

import io.millrace.core.aggregate.Aggregate;
import io.millrace.core.aggregate.Cell;
import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.FiguresCodec;
import io.millrace.core.aggregate.MachineFigures;
import io.millrace.core.aggregate.Progress;
import io.millrace.core.aggregate.Scope;
import io.millrace.core.aggregate.ScopeBook;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Figures of wholes and what their parts add, in the task's store; those used last decoded in memory, what changes of them written before
 * each commit. On the task's thread only.
 */
final class ScopeStore implements ScopeBook {
    private static final String HEAD = "head:";
    private static final String CELL = "cell:";
    private static final String PART = "part:";
    private static final BytesSerializer PREFIX = new BytesSerializer();
    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    /** An order may rest for weeks; its total is dropped when nothing has come of it for so long. */
    private static final long TOTALS_KEPT_NS = 90 * DAY_NS;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Recent<Bytes, Progress> heads;
    private final Recent<Bytes, Cell> cells;
    private final Recent<Bytes, Aggregate> parts;

    /** @param keptAtMost wholes kept in memory, and four times as many parts */
    ScopeStore(final WriteBehindStore<Bytes> scopes, final int keptAtMost) {
        store = scopes.entries();
        heads = recent(keptAtMost, FiguresCodec::progress, FiguresCodec::write);
        cells = recent(keptAtMost, FiguresCodec::cell, FiguresCodec::write);
        parts = recent(4 * keptAtMost, FiguresCodec::part, FiguresCodec::write);
        scopes.beforeCommit(this::writeAll);
    }

    private <V> Recent<Bytes, V> recent(
            final int atMost, final Function<byte[], V> reader, final Function<V, byte[]> writer) {
        return new Recent<>(
                atMost,
                key -> {
                    final byte[] stored = store.get(key);
                    return stored == null ? null : reader.apply(stored);
                },
                (key, value) -> store.put(key, writer.apply(value)));
    }

    private void writeAll() {
        heads.writeAll();
        cells.writeAll();
        parts.writeAll();
    }

    @Override
    public Progress progress(final Scope place) {
        final Progress known = heads.get(bytes(HEAD + place.text()));
        return known == null ? new Progress() : known;
    }

    @Override
    public void put(final Scope place, final Progress progress) {
        heads.put(bytes(HEAD + place.text()), progress);
    }

    @Override
    public @Nullable Cell cell(final CellId id) {
        return cells.get(bytes(CELL + id.key()));
    }

    @Override
    public void put(final Cell cell) {
        cells.put(bytes(CELL + cell.id().key()), cell);
    }

    @Override
    public @Nullable Aggregate part(final CellId id, final String part) {
        return parts.get(bytes(partsOf(id) + part));
    }

    @Override
    public List<Aggregate> parts(final CellId id) {
        parts.writeAll();
        final List<Aggregate> all = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(bytes(partsOf(id)), PREFIX)) {
            found.forEachRemaining(each -> all.add(FiguresCodec.part(each.value)));
        }
        return all;
    }

    @Override
    public void put(final CellId id, final String part, final Aggregate aggregate) {
        parts.put(bytes(partsOf(id) + part), aggregate);
    }

    /** Drops what is not restated any more. Reads all of it: once a day will do. */
    void forget(final long newestNs) {
        cells.clear();
        parts.clear();
        final List<CellId> old = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(bytes(CELL), PREFIX)) {
            while (found.hasNext()) {
                final CellId id = FiguresCodec.id(found.next().value);
                final long keptNs = id.scope().isPlace() ? MachineFigures.KEPT_NS : TOTALS_KEPT_NS;
                if (id.period().toNs() < newestNs - keptNs) {
                    old.add(id);
                }
            }
        }
        for (final CellId id : old) {
            store.delete(bytes(CELL + id.key()));
            final List<Bytes> parts = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(bytes(partsOf(id)), PREFIX)) {
                found.forEachRemaining((final KeyValue<Bytes, byte[]> each) -> parts.add(each.key));
            }
            parts.forEach(store::delete);
        }
    }

    private static String partsOf(final CellId id) {
        return PART + id.key() + '\0';
    }

    private static Bytes bytes(final String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }
}
