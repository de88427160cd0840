package io.millrace.app.replay;

import io.millrace.core.event.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be replayed and compared.
 *
 * @param prefix of the replay's topics
 * @param window which statements are compared; all events are replayed whatever it is
 * @param definitions that hold instead of those among the events; null for those among the events
 * @param force deletes what an earlier replay left under the same prefix
 * @param drop deletes the replay's topics at its end
 * @param liveWithin how long the live topologies may take to read what is replayed
 */
public record ReplayRequest(
        String prefix,
        Window window,
        @Nullable List<Fact.Definition> definitions,
        boolean force,
        boolean drop,
        Duration liveWithin) {

    /**
     * Source times from one, up to and without the other.
     *
     * @param from null for the beginning
     * @param to null for no end
     */
    public record Window(@Nullable Instant from, @Nullable Instant to) {
        public static final Window ALL = new Window(null, null);

        boolean contains(final Instant time) {
            return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        }
    }
}
