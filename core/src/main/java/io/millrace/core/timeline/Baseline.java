package io.millrace.core.timeline;

/**
 * Where a counter stood: kept for ever, so that the first step after a weekend is not lost.
 *
 * @param valueMilli last accepted reading
 * @param suspect the run of readings that went backwards without evidence, {@link Suspect#NONE} if there is none
 */
public record Baseline(long timeNs, long valueMilli, Suspect suspect) {
    /**
     * A run of readings below the baseline that nothing explains.
     *
     * @param sinceNs source time of its first reading
     * @param valueMilli its last reading
     * @param sumMilli units it has counted since
     * @param rejected somebody decided that its units are none
     */
    record Suspect(long sinceNs, long valueMilli, long sumMilli, boolean rejected) {
        static final Suspect NONE = new Suspect(Position.NEVER, 0, 0, false);
    }

    static Baseline of(final long timeNs, final long valueMilli) {
        return new Baseline(timeNs, valueMilli, Suspect.NONE);
    }

    Baseline at(final long newTimeNs, final long newValueMilli) {
        return of(newTimeNs, newValueMilli);
    }

    Baseline suspecting(final long sinceNs, final long newValueMilli, final long sumMilli, final boolean rejected) {
        return new Baseline(timeNs, valueMilli, new Suspect(sinceNs, newValueMilli, sumMilli, rejected));
    }

    boolean hasSuspect() {
        return suspect.sinceNs() != Position.NEVER;
    }
}
