package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;

/** What a machine's two counters show. The good one may wrap, both may be reset. */
final class Counters {

    private final long goodModulus;
    private long good;
    private long scrap;

    Counters(final Machine machine) {
        goodModulus = machine.goodModulus();
        good = machine.firstGood();
    }

    long good() {
        return good;
    }

    long scrap() {
        return scrap;
    }

    long reading(final Measure measure) {
        return measure == Measure.GOOD ? good : scrap;
    }

    /** @return whether the counter wrapped. */
    boolean count(final Measure measure, final long quantity) {
        if (measure == Measure.SCRAP) {
            scrap += quantity;
            return false;
        }
        good += quantity;
        final boolean wraps = goodModulus > 0 && good >= goodModulus;
        if (wraps) {
            good %= goodModulus;
        }
        return wraps;
    }

    void reset() {
        good = 0;
        scrap = 0;
    }
}
