package io.millrace.app.perf;

import java.util.SplittableRandom;

/**
 * How a simulated plant works: every machine the same number of operations a day, one after the other. What is made is drawn from
 * the seed, so that the same plan is always the same work.
 *
 * @param operationsPerDay of each machine
 * @param eventsPerOperation started, running, two or more counter readings, stopped with a reason, completed: at least six
 * @param ticksPerDay of each machine
 * @param definesOperations each operation is announced as master data at the start of its day
 */
public record WorkPlan(
        int machines,
        int operationsPerDay,
        int eventsPerOperation,
        int ticksPerDay,
        boolean definesOperations,
        long seed) {
    static final long DAY_NS = 86_400L * 1_000_000_000L;
    /** Of an operation's events all but these are counter readings. */
    private static final int NO_READINGS = 4;

    private static final int MEAN_BYTES = 130;
    private static final int LEAST_UNITS = 20;
    private static final int MOST_UNITS = 100;
    private static final double LONGEST_WAIT = 0.3;

    public WorkPlan {
        if (machines < 1 || operationsPerDay < 1 || ticksPerDay < 1 || eventsPerOperation < NO_READINGS + 2) {
            throw new IllegalArgumentException(
                    "machines, operations and ticks start at 1, events of an operation at " + (NO_READINGS + 2));
        }
    }

    WorkPlan withMachines(final int newMachines) {
        return new WorkPlan(newMachines, operationsPerDay, eventsPerOperation, ticksPerDay, definesOperations, seed);
    }

    int readings() {
        return eventsPerOperation - NO_READINGS;
    }

    /** Events and ticks of all machines in a day, without definitions. */
    long eventsPerDay() {
        return (long) machines * ((long) operationsPerDay * eventsPerOperation + ticksPerDay);
    }

    /** Definitions of a day, each of which is written to every partition. */
    long definitionsPerDay() {
        return definesOperations ? (long) machines * operationsPerDay : 0;
    }

    /** Records that a day adds to the events' topic. */
    double recordsPerDay(final int partitions) {
        return eventsPerDay() + (double) definitionsPerDay() * partitions;
    }

    /** Bytes of an encoded event or definition, a rough mean. */
    int meanEventBytes() {
        return MEAN_BYTES;
    }

    /** The time one operation and the pause behind it have, in nanoseconds. */
    long slotNs() {
        return DAY_NS / operationsPerDay;
    }

    long tickNs() {
        return DAY_NS / ticksPerDay;
    }

    /** @return what is random about an operation, the same whenever it is asked for */
    Drawn draw(final int machine, final long operation) {
        final SplittableRandom random = new SplittableRandom(seed * 31 + machine * 1_000_003L + operation * 7_919L);
        return new Drawn(
                random.nextInt(LEAST_UNITS, MOST_UNITS + 1),
                (long) (slotNs() * LONGEST_WAIT * random.nextDouble()),
                random.nextInt(MachineWork.REASONS.size()));
    }

    /**
     * @param units that the operation makes, all good
     * @param waitNs from the beginning of its slot to its start
     * @param reason why the machine stops at its end, index in {@link MachineWork#REASONS}
     */
    record Drawn(int units, long waitNs, int reason) {}
}
