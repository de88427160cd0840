package io.millrace.core.downtime;

/**
 * How long a machine stood for one reason in one hour. Sums of pieces of that hour; a stop counts in the hour it starts in.
 *
 * @param reason code as given, or the state's name in brackets where nobody gave one; {@value #NO_DATA} where nothing is known
 * @param hourStartNs start of the hour (UTC), nanoseconds since the epoch
 * @param count stops that started in the hour
 * @param sumNs time stood within the hour
 * @param longestNs longest piece within the hour
 * @param revision rises with every restatement of this figure, from 1
 */
public record Downtime(
        String machine, String reason, long hourStartNs, int count, long sumNs, long longestNs, int revision) {
    /** Time of which nothing is known: shown as itself, never as idle and never as production. */
    public static final String NO_DATA = "(no data)";
}
