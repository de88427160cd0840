package io.millrace.benchmarks;

/**
 * How long is measured. In each round every benchmark runs once, in a JVM of its own, so that whatever changes in the machine over
 * time meets all of them alike.
 *
 * @param rounds at least 1; a round is one figure of each benchmark
 * @param warmups iterations of a JVM before it is measured
 * @param iterationMs length of an iteration, of the one that is measured, too
 */
record Plan(int rounds, int warmups, int iterationMs) {
    /** What a figure needs that is to be kept. */
    static final Plan FULL = new Plan(5, 2, 1_000);
    /** Shows that everything runs, and no more. */
    static final Plan QUICK = new Plan(3, 1, 300);

    /** A JVM's start and end, and what a benchmark sets up. */
    private static final int OVERHEAD_MS = 1_000;

    Plan {
        if (rounds < 1) {
            throw new IllegalArgumentException("at least one round, not " + rounds);
        }
    }

    Plan withRounds(final int newRounds) {
        return new Plan(newRounds, warmups, iterationMs);
    }

    long seconds(final int cases) {
        return (long) cases * rounds * ((warmups + 1L) * iterationMs + OVERHEAD_MS) / 1_000;
    }
}
