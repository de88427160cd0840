package io.millrace.core.posting;

import io.millrace.core.plant.OperationKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one operation's confirmations.
 *
 * @param unit of the quantities
 * @param oldestUnpostedNs gateway time of the oldest confirmation that waits to be posted, null if none does
 * @param finalPosted the operation's FINAL has been posted
 * @param unposted the oldest of them, at most {@value PostingAccount#LISTED}
 * @param parked likewise
 * @param returned likewise, of those kept
 * @param asOfNs time of what changed it: a confirmation's gateway time, an answer's own
 */
public record PostingStatus(
        OperationKey operation,
        String unit,
        Figures figures,
        @Nullable Long oldestUnpostedNs,
        boolean finalPosted,
        List<Open> unposted,
        List<Open> parked,
        List<Open> returned,
        long asOfNs) {
    public PostingStatus {
        unposted = List.copyOf(unposted);
        parked = List.copyOf(parked);
        returned = List.copyOf(returned);
    }
}
