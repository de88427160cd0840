package io.millrace.core.figures;

/** Time by its element, nanoseconds; a difference may be negative. A sum beyond the range of a long throws ArithmeticException. */
public record Times(
        long productionNs,
        long setupNs,
        long delayNs,
        long downNs,
        long plannedNs,
        long unscheduledNs,
        long unknownNs) {
    public static final Times ZERO = new Times(0, 0, 0, 0, 0, 0, 0);

    /** So much time of one element. */
    public static Times of(final TimeElement element, final long ns) {
        return switch (element) {
            case PRODUCTION -> new Times(ns, 0, 0, 0, 0, 0, 0);
            case SETUP -> new Times(0, ns, 0, 0, 0, 0, 0);
            case DELAY -> new Times(0, 0, ns, 0, 0, 0, 0);
            case DOWN -> new Times(0, 0, 0, ns, 0, 0, 0);
            case PLANNED -> new Times(0, 0, 0, 0, ns, 0, 0);
            case UNSCHEDULED -> new Times(0, 0, 0, 0, 0, ns, 0);
            case UNKNOWN -> new Times(0, 0, 0, 0, 0, 0, ns);
        };
    }

    public long ns(final TimeElement element) {
        return switch (element) {
            case PRODUCTION -> productionNs;
            case SETUP -> setupNs;
            case DELAY -> delayNs;
            case DOWN -> downNs;
            case PLANNED -> plannedNs;
            case UNSCHEDULED -> unscheduledNs;
            case UNKNOWN -> unknownNs;
        };
    }

    /** All of it: the length of what was classified. */
    public long totalNs() {
        return Math.addExact(potNs(), unscheduledNs);
    }

    /** Planned operation time, POT (ISO 22400-2: the time in which the unit can be used; scheduled): all but UNSCHEDULED. */
    public long potNs() {
        return Math.addExact(Math.addExact(pbtNs(), plannedNs), unknownNs);
    }

    /**
     * Planned busy time, PBT (ISO 22400-2: operation time less planned downtime): AUBT + ADOT. Unknown time is left out as well: nobody can
     * say what it was, so it stands beside the figures instead of in them.
     */
    public long pbtNs() {
        return Math.addExact(aubtNs(), downNs);
    }

    /** Actual unit processing time, AUPT = AUST + APT. */
    public long auptNs() {
        return Math.addExact(setupNs, productionNs);
    }

    /** Actual unit busy time, AUBT = AUPT + ADET. */
    public long aubtNs() {
        return Math.addExact(auptNs(), delayNs);
    }

    public Times plus(final Times other) {
        return new Times(
                Math.addExact(productionNs, other.productionNs),
                Math.addExact(setupNs, other.setupNs),
                Math.addExact(delayNs, other.delayNs),
                Math.addExact(downNs, other.downNs),
                Math.addExact(plannedNs, other.plannedNs),
                Math.addExact(unscheduledNs, other.unscheduledNs),
                Math.addExact(unknownNs, other.unknownNs));
    }

    public Times minus(final Times other) {
        return new Times(
                Math.subtractExact(productionNs, other.productionNs),
                Math.subtractExact(setupNs, other.setupNs),
                Math.subtractExact(delayNs, other.delayNs),
                Math.subtractExact(downNs, other.downNs),
                Math.subtractExact(plannedNs, other.plannedNs),
                Math.subtractExact(unscheduledNs, other.unscheduledNs),
                Math.subtractExact(unknownNs, other.unknownNs));
    }

    public boolean isZero() {
        return equals(ZERO);
    }
}
