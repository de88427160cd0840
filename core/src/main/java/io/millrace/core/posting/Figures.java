package io.millrace.core.posting;

/**
 * What became of some confirmations, of one unit or none. Each is in exactly one of posted, unposted, parked and returned.
 *
 * @param inDoubt the part of {@link #unposted()} of which nobody knows whether it was posted
 * @param rejected those that were refused, whatever became of them
 */
public record Figures(Tally confirmed, Tally posted, Tally inDoubt, Tally parked, Tally returned, Tally rejected) {
    public static final Figures NONE =
            new Figures(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);

    private static final long MILLION = 1_000_000;

    static Figures confirmed(final Tally tally) {
        return new Figures(tally, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);
    }

    static Figures posted(final Tally tally) {
        return new Figures(Tally.NONE, tally, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE);
    }

    static Figures rejected(final Tally tally) {
        return new Figures(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, tally);
    }

    static Figures in(final Open.State state, final Tally tally) {
        return switch (state) {
            case UNPOSTED -> NONE;
            case IN_DOUBT -> new Figures(Tally.NONE, Tally.NONE, tally, Tally.NONE, Tally.NONE, Tally.NONE);
            case PARKED -> new Figures(Tally.NONE, Tally.NONE, Tally.NONE, tally, Tally.NONE, Tally.NONE);
            case RETURNED -> new Figures(Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE, tally, Tally.NONE);
        };
    }

    Figures plus(final Figures other) {
        return new Figures(
                confirmed.plus(other.confirmed),
                posted.plus(other.posted),
                inDoubt.plus(other.inDoubt),
                parked.plus(other.parked),
                returned.plus(other.returned),
                rejected.plus(other.rejected));
    }

    Figures minus(final Figures other) {
        return new Figures(
                confirmed.minus(other.confirmed),
                posted.minus(other.posted),
                inDoubt.minus(other.inDoubt),
                parked.minus(other.parked),
                returned.minus(other.returned),
                rejected.minus(other.rejected));
    }

    /** Confirmed, and neither posted nor parked nor returned; what is in doubt is among it. */
    public Tally unposted() {
        return confirmed.minus(posted).minus(parked).minus(returned);
    }

    /**
     * Posting accuracy: confirmations posted of all confirmed.
     *
     * @return millionths, rounded down so that a million means all; -1 if nothing was confirmed
     */
    public long accuracyMillionths() {
        return confirmed.count() == 0 ? -1 : Math.multiplyExact(posted.count(), MILLION) / confirmed.count();
    }
}
