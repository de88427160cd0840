package io.millrace.core.aggregate;

import io.millrace.core.plant.OperationKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose figures of what time. Immutable; its names are made once, so that one that is kept is named for nothing. */
public final class CellId {
    private final Scope scope;
    private final Period period;
    private final @Nullable OperationKey operation;
    private @Nullable String name;
    private @Nullable String key;

    /** @param operation the time and the units of one operation only; null: all of it */
    public CellId(final Scope scope, final Period period, final @Nullable OperationKey operation) {
        this.scope = scope;
        this.period = period;
        this.operation = operation;
    }

    public Scope scope() {
        return scope;
    }

    public Period period() {
        return period;
    }

    public @Nullable OperationKey operation() {
        return operation;
    }

    /** Identifies it within its scope. */
    public String name() {
        if (name == null) {
            final String ofAll =
                    period.kind() == Period.Kind.TOTAL ? "TOTAL" : period.kind().name() + "|" + period.text();
            name = operation == null ? ofAll : ofAll + "|" + operation.text();
        }
        return name;
    }

    /** Identifies it: {@code acme/berlin/press/line1/press1|DAY|2026-09-21|1001/0010}. */
    public String key() {
        if (key == null) {
            key = scope.text() + "|" + name();
        }
        return key;
    }

    /** The same figures, whose period was seen to have other ends. */
    CellId spanning(final Period other) {
        return period.equals(other) ? this : new CellId(scope, other, operation);
    }

    @Override
    public boolean equals(final @Nullable Object other) {
        return this == other
                || other instanceof CellId that
                        && scope.equals(that.scope)
                        && period.equals(that.period)
                        && Objects.equals(operation, that.operation);
    }

    @Override
    public int hashCode() {
        return 31 * period.hashCode() + Objects.hashCode(operation);
    }

    @Override
    public String toString() {
        return key();
    }
}
