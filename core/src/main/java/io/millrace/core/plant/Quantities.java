package io.millrace.core.plant;

import io.millrace.core.event.Measure;

/** Good, scrap and rework in thousandths of the unit; a difference may be negative. */
public record Quantities(long goodMilli, long scrapMilli, long reworkMilli) {
    public static final Quantities ZERO = new Quantities(0, 0, 0);

    /** @param measure TOTAL counts as good: scrap counted beside it is taken out of good by the one who knows both */
    public static Quantities of(final Measure measure, final long milli) {
        return switch (measure) {
            case GOOD, TOTAL -> new Quantities(milli, 0, 0);
            case SCRAP -> new Quantities(0, milli, 0);
            case REWORK -> new Quantities(0, 0, milli);
        };
    }

    public Quantities plus(final Quantities other) {
        return new Quantities(
                Math.addExact(goodMilli, other.goodMilli),
                Math.addExact(scrapMilli, other.scrapMilli),
                Math.addExact(reworkMilli, other.reworkMilli));
    }

    public Quantities minus(final Quantities other) {
        return plus(other.negated());
    }

    /** The larger of each. */
    public Quantities max(final Quantities other) {
        return new Quantities(
                Math.max(goodMilli, other.goodMilli),
                Math.max(scrapMilli, other.scrapMilli),
                Math.max(reworkMilli, other.reworkMilli));
    }

    /** The smaller of each. */
    public Quantities min(final Quantities other) {
        return new Quantities(
                Math.min(goodMilli, other.goodMilli),
                Math.min(scrapMilli, other.scrapMilli),
                Math.min(reworkMilli, other.reworkMilli));
    }

    public Quantities negated() {
        return new Quantities(-goodMilli, -scrapMilli, -reworkMilli);
    }

    public long totalMilli() {
        return goodMilli + scrapMilli + reworkMilli;
    }

    public boolean isZero() {
        return goodMilli == 0 && scrapMilli == 0 && reworkMilli == 0;
    }

    /** True if any of the three is below zero: less is true than was said. */
    public boolean hasNegative() {
        return goodMilli < 0 || scrapMilli < 0 || reworkMilli < 0;
    }
}
