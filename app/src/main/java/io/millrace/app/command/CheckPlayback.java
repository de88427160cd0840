package io.millrace.app.command;

import io.millrace.ingest.files.Playback;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Set;

/** Prints the first events that an import would make, and what it could not take until then; sends nothing. One thread. */
final class CheckPlayback implements Playback {
    private static final long NS_PER_S = 1_000_000_000L;

    private final PrintWriter out;
    private final Set<String> known;
    private final long most;
    private final long latestNs;
    private long events;
    private long faults;

    /**
     * @param known machines of the master data
     * @param most events and faults together
     * @param latestNs the time now, nanoseconds since the epoch
     */
    CheckPlayback(final PrintWriter out, final Set<String> known, final long most, final long latestNs) {
        this.out = out;
        this.known = known;
        this.most = most;
        this.latestNs = latestNs;
    }

    @Override
    public void say(final Said said) {
        said.facts().stream().limit(most - events - faults).forEach(fact -> {
            events++;
            out.println(time(said.timeNs()) + "  " + said.machine() + "  " + fact
                    + (said.eventId().isEmpty() ? "" : "  id " + said.eventId()));
        });
        if (!known.contains(said.machine())) {
            faults++;
            out.println("  machine " + said.machine() + " is not known: add it to the master data");
        }
    }

    @Override
    public void refuse(final Refused refused) {
        faults++;
        out.println(refused.origin() + "  " + refused.reason() + "  " + refused.detail());
    }

    @Override
    public void passTo(final long timeNs) {}

    @Override
    public long latestNs() {
        return latestNs;
    }

    @Override
    public void progress(final Phase phase, final long done, final long all, final long lines) {}

    @Override
    public boolean isClosed() {
        return events + faults >= most;
    }

    long events() {
        return events;
    }

    long faults() {
        return faults;
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(ns / NS_PER_S, ns % NS_PER_S);
    }
}
