package io.millrace.perf.plant;

/**
 * Something that happened at one machine. Times are whole milliseconds since the epoch and strictly increase per machine, except
 * where an event is told late, told again, or lies about its time on purpose. An order is named {@code order/operation}, "" is none.
 */
public sealed interface MachineEvent {

    long timeMs();

    /** @param reason why it stopped; "" where it runs or where the machine does not know */
    record StateChanged(long timeMs, MachineState state, String reason) implements MachineEvent {}

    /**
     * From now on the machine works on another order.
     *
     * @param completesPrevious a machine that reports contexts says that the previous order is completed; otherwise it only
     *     says what it starts
     */
    record OrderChanged(long timeMs, String previous, String order, boolean completesPrevious)
            implements MachineEvent {}

    /**
     * Units were made.
     *
     * @param id unique over all machines and runs
     * @param quantity how many since the counter's last event
     * @param reading what the machine's counter shows now
     * @param reason why it is scrap; "" for good units
     */
    record Counted(long timeMs, String id, Measure measure, long quantity, long reading, String reason)
            implements MachineEvent {}

    /** An earlier event told again, exactly as it was: a duplicate. */
    record ToldAgain(Counted event) implements MachineEvent {
        @Override
        public long timeMs() {
            return event.timeMs();
        }
    }

    /** The counters were read again; nothing was made since. */
    record ReadAgain(long timeMs, long good, long scrap) implements MachineEvent {}

    /** The machine's controller restarted: its counters start again at the given values. */
    record CounterReset(long timeMs, long good, long scrap) implements MachineEvent {}

    /** The good counter shows nonsense once; no unit was made or lost. */
    record BogusReading(long timeMs, long good) implements MachineEvent {}

    /** Material went into the order being worked on. */
    record Consumed(long timeMs, String id, String material, String lot, long quantityMilli) implements MachineEvent {}
}
