package io.millrace.core.timeline;

/**
 * Where a counter stood: kept for ever, so that the first step after a weekend is not lost.
 *
 * @param valueMilli last accepted reading
 * @param suspectMilli last reading of a run that went backwards without evidence, -1 if there is no such run
 */
public record Baseline(long timeNs, long valueMilli, long suspectMilli) {
    static final long NO_SUSPECT = -1;

    Baseline at(final long newTimeNs, final long newValueMilli) {
        return new Baseline(newTimeNs, newValueMilli, NO_SUSPECT);
    }

    Baseline suspecting(final long newSuspectMilli) {
        return new Baseline(timeNs, valueMilli, newSuspectMilli);
    }

    boolean hasSuspect() {
        return suspectMilli != NO_SUSPECT;
    }
}
