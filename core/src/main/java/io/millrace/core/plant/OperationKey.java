package io.millrace.core.plant;

/** One operation of one order, as the ERP numbers them. Order and operation contain no slash. */
public record OperationKey(String order, String operation) implements Comparable<OperationKey> {
    /** @return order and operation as they are written and keyed: {@code 1001/0010} */
    public String text() {
        return order + "/" + operation;
    }

    public static OperationKey parse(final String text) {
        final int slash = text.indexOf('/');
        return slash < 0
                ? new OperationKey(text, "")
                : new OperationKey(text.substring(0, slash), text.substring(slash + 1));
    }

    // Both as a record's own, but spelt out: with each event keys are compared many times.

    @Override
    public boolean equals(final Object other) {
        return this == other
                || other instanceof OperationKey key && operation.equals(key.operation) && order.equals(key.order);
    }

    @Override
    public int hashCode() {
        return 31 * order.hashCode() + operation.hashCode();
    }

    @Override
    public int compareTo(final OperationKey other) {
        final int byOrder = order.compareTo(other.order);
        return byOrder != 0 ? byOrder : operation.compareTo(other.operation);
    }

    @Override
    public String toString() {
        return text();
    }
}
