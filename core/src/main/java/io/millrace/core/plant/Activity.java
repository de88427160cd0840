package io.millrace.core.plant;

/**
 * How long an operation occupied a machine and people, in nanoseconds; a difference may be negative. Setup, machine and interrupted
 * time add up to the time the operation was registered at the machine.
 *
 * @param setupNs preparing the order
 * @param machineNs producing
 * @param interruptedNs registered, and neither the one nor the other
 * @param labourNs recorded for people; several work at once
 */
public record Activity(long setupNs, long machineNs, long interruptedNs, long labourNs) {
    public static final Activity NONE = new Activity(0, 0, 0, 0);
    private static final long SECOND_NS = 1_000_000_000;

    public Activity plus(final Activity other) {
        return new Activity(
                Math.addExact(setupNs, other.setupNs),
                Math.addExact(machineNs, other.machineNs),
                Math.addExact(interruptedNs, other.interruptedNs),
                Math.addExact(labourNs, other.labourNs));
    }

    public Activity minus(final Activity other) {
        return plus(other.negated());
    }

    public Activity negated() {
        return new Activity(-setupNs, -machineNs, -interruptedNs, -labourNs);
    }

    /** Whole seconds, rounded down: what is told. */
    public Activity inSeconds() {
        return new Activity(seconds(setupNs), seconds(machineNs), seconds(interruptedNs), seconds(labourNs));
    }

    private static long seconds(final long ns) {
        return Math.floorDiv(ns, SECOND_NS) * SECOND_NS;
    }

    public boolean isNone() {
        return setupNs == 0 && machineNs == 0 && interruptedNs == 0 && labourNs == 0;
    }

    /** True if any of the four is below zero: less is true than was said. */
    public boolean hasNegative() {
        return setupNs < 0 || machineNs < 0 || interruptedNs < 0 || labourNs < 0;
    }
}
