package io.millrace.topology.record;

/**
 * How far one task of the machines' half has come with one gateway's events: all that the gateway took in before is said. Between
 * the two halves of the production topology; nobody else's.
 *
 * @param partition of the events that the task reads
 * @param timeNs the gateway's clock, nanoseconds since the epoch
 */
public record OperationClock(int partition, String gateway, long timeNs) {
    /** Two of one name are the same clock, at different times. */
    public String name() {
        return partition + "/" + gateway;
    }
}
