package io.millrace.app.demo;

import io.millrace.app.demo.DemoOptions.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When what is done to the demo's processes. Kafka becomes unreachable early; kills come after the middle of the run, one at a
 * time, with room to recover between them.
 */
record CrashPlan(List<Blow> blows) {
    private static final double OUTAGE_AT = 0.12;
    private static final double FIRST_KILL_AT = 0.48;
    private static final double LAST_KILL_AT = 0.80;

    /** @param victim null: Kafka is unreachable for a while */
    record Blow(long atMs, @Nullable Victim victim, Duration outage) {}

    static CrashPlan of(final DemoOptions options) {
        final List<Blow> blows = new ArrayList<>();
        final long lengthMs = options.length().toMillis();
        if (!options.outage().isZero()) {
            blows.add(new Blow(Math.round(lengthMs * OUTAGE_AT), null, options.outage()));
        }
        final int kills = options.crashes().size();
        for (int i = 0; i < kills; i++) {
            final double share =
                    kills == 1 ? FIRST_KILL_AT : FIRST_KILL_AT + i * (LAST_KILL_AT - FIRST_KILL_AT) / (kills - 1);
            blows.add(new Blow(Math.round(lengthMs * share), options.crashes().get(i), Duration.ZERO));
        }
        return new CrashPlan(List.copyOf(blows));
    }
}
