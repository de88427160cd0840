package io.millrace.core.aggregate;

import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures they are: a place (ISA-95 equipment hierarchy), an operation over all machines, or an order.
 *
 * @param path of the place; of an operation {@code order/operation}, of an order its number
 */
public record Scope(Level level, String path) {
    /** Each but the last of its kind is summed up in the next. */
    public enum Level {
        WORK_UNIT,
        WORK_CENTER,
        AREA,
        SITE,
        ENTERPRISE,
        OPERATION,
        ORDER
    }

    public static Scope machine(final String path) {
        return new Scope(Level.WORK_UNIT, path);
    }

    public static Scope operation(final OperationKey operation) {
        return new Scope(Level.OPERATION, operation.text());
    }

    /** @return what it is a part of, null for an enterprise or an order, and where the path ends before */
    public @Nullable Scope parent() {
        final int slash = path.lastIndexOf('/');
        if (slash < 0 || level == Level.ENTERPRISE || level == Level.ORDER) {
            return null;
        }
        return new Scope(Level.values()[level.ordinal() + 1], path.substring(0, slash));
    }

    public boolean isPlace() {
        return level != Level.OPERATION && level != Level.ORDER;
    }

    /** How it stands in keys: no order is mistaken for a place. */
    public String text() {
        return isPlace() ? path : "order:" + path;
    }
}
