package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;

/** Something the MES says about a machine, or that somebody sends who should not. Ids are unique over all runs. */
public sealed interface OfficeEvent {

    String id();

    Machine machine();

    long timeMs();

    /**
     * The machine said that it changed orders at {@code saidMs}; in truth it did so at {@code trueMs}, and what it made in
     * between belongs to the earlier order.
     */
    record ContextCorrected(
            String id,
            Machine machine,
            long timeMs,
            long saidMs,
            long trueMs,
            String before,
            String after,
            long good,
            long scrap)
            implements OfficeEvent {}

    /** A stop that began at {@code fromMs} gets its reason. */
    record ReasonAssigned(String id, Machine machine, long timeMs, long fromMs, String reason) implements OfficeEvent {}

    /** What is known shall be confirmed now. */
    record SettleRequested(String id, Machine machine, long timeMs) implements OfficeEvent {}

    /** A payload nobody can read. */
    record Undecodable(String id, Machine machine, long timeMs) implements OfficeEvent {}

    /** A good report of a machine that is in nobody's master data; {@code machine} is its neighbour. */
    record UnknownMachine(String id, Machine machine, long timeMs) implements OfficeEvent {}
}
