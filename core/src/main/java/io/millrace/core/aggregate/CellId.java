package io.millrace.core.aggregate;

import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures of what time.
 *
 * @param operation the time and the units of one operation only; null: all of it
 */
public record CellId(Scope scope, Period period, @Nullable OperationKey operation) {
    /** Identifies it within its scope. */
    public String name() {
        final String ofAll =
                period.kind() == Period.Kind.TOTAL ? "TOTAL" : period.kind().name() + "|" + period.text();
        return operation == null ? ofAll : ofAll + "|" + operation.text();
    }

    /** Identifies it: {@code acme/berlin/press/line1/press1|DAY|2026-09-21|1001/0010}. */
    public String key() {
        return scope.text() + "|" + name();
    }
}
