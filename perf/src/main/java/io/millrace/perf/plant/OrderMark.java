package io.millrace.perf.plant;

/** Follows an order change that will be corrected: what has been made since the machine said that the order changed. */
final class OrderMark {

    private final long saidMs;
    private final String before;
    private final String after;
    private int stepsLeft;
    private long good;
    private long scrap;

    OrderMark(final long saidMs, final String before, final String after, final int steps) {
        this.saidMs = saidMs;
        this.before = before;
        this.after = after;
        stepsLeft = steps;
    }

    void made(final Measure measure, final long quantity) {
        if (measure == Measure.GOOD) {
            good += quantity;
        } else {
            scrap += quantity;
        }
    }

    /** Called once per step. @return whether enough has been made. */
    boolean isDue() {
        return --stepsLeft <= 0;
    }

    long saidMs() {
        return saidMs;
    }

    String before() {
        return before;
    }

    String after() {
        return after;
    }

    long good() {
        return good;
    }

    long scrap() {
        return scrap;
    }
}
