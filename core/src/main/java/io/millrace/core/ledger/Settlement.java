package io.millrace.core.ledger;

import java.util.List;

/**
 * What has been told afterwards, and the confirmations that say it, in the order to emit them; none when there is nothing to say.
 */
public record Settlement(Told told, List<Confirmation> confirmations) {
    public Settlement {
        confirmations = List.copyOf(confirmations);
    }
}
