package io.millrace.core.posting;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One operation's confirmations that have not been posted. A port: the store behind it is the topology's. */
public interface OpenConfirmations {
    @Nullable
    Open get(UUID id);

    /** Adds it, or replaces the one with its id. */
    void put(Open open);

    void remove(Open open);

    /** @return at most so many of a group, by the time they were confirmed, oldest first */
    List<Open> oldest(Open.Group group, int most);
}
