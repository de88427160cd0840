package io.millrace.core.aggregate;

import io.millrace.core.plant.OperationKey;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same identity for the same figures of one machine, so that it is named once. Bounded; not thread-safe. */
final class CellIds {
    private static final int KEPT = 32;

    private final Scope scope;
    private final Map<CellId, CellId> known = new HashMap<>();

    CellIds(final String machine) {
        scope = Scope.machine(machine);
    }

    CellId of(final Period period, final @Nullable OperationKey operation) {
        final CellId id = new CellId(scope, period, operation);
        final CellId same = known.get(id);
        if (same != null) {
            return same;
        }
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(id, id);
        return id;
    }
}
