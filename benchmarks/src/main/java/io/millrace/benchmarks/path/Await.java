package io.millrace.benchmarks.path;

import java.util.function.BooleanSupplier;

/** How the measuring thread waits: it spins, and lets others run where there are fewer cores than threads. */
final class Await {
    private static final int SPINS = 1_000;

    private Await() {}

    static void until(final BooleanSupplier condition) {
        int spins = 0;
        while (!condition.getAsBoolean()) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    static void end(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a benchmark", e);
        }
    }
}
