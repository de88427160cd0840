package io.millrace.core.downtime;

import io.millrace.core.event.MachineState;
import io.millrace.core.machine.Outputs.StateInterval;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The stops of one machine in one hour, by the time their interval starts. A restated interval replaces its own earlier piece, so
 * figures are always those of the latest statement. Pure; not thread-safe.
 */
public final class DowntimeHour {
    public static final long HOUR_NS = 3_600_000_000_000L;

    /**
     * The part of one interval in this hour.
     *
     * @param toNs end of the whole interval, so that the hours it no longer reaches can be found when it is restated
     * @param durationNs within this hour
     * @param revision of the interval
     */
    public record Piece(String reason, long toNs, long durationNs, boolean startsHere, long revision) {}

    private final String machine;
    private final long hourStartNs;
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private final Map<String, Integer> revisions = new TreeMap<>();

    public DowntimeHour(final String machine, final long hourStartNs) {
        this.machine = machine;
        this.hourStartNs = hourStartNs;
    }

    public DowntimeHour(
            final String machine,
            final long hourStartNs,
            final Map<Long, Piece> pieces,
            final Map<String, Integer> revisions) {
        this(machine, hourStartNs);
        this.pieces.putAll(pieces);
        this.revisions.putAll(revisions);
    }

    /** @return start of the hour that holds the time */
    public static long hourOf(final long timeNs) {
        return Math.floorDiv(timeNs, HOUR_NS) * HOUR_NS;
    }

    /** @return the last hour the earlier statement of this interval reached, or the hour of its start if there was none */
    public static long lastHour(final DowntimeHour startHour, final StateInterval interval) {
        final Piece earlier = startHour.pieces.get(interval.fromNs());
        final long earlierTo = earlier == null ? interval.fromNs() : earlier.toNs();
        return hourOf(Math.max(interval.fromNs(), Math.max(earlierTo, interval.toNs()) - 1));
    }

    /**
     * Puts in, replaces or takes out the interval's piece of this hour and says each figure that changed.
     *
     * @param interval of this machine; an older revision than the one held changes nothing
     */
    public void apply(final StateInterval interval, final Consumer<Downtime> out) {
        final Piece earlier = pieces.get(interval.fromNs());
        if (earlier != null && earlier.revision() >= interval.revision()) {
            return;
        }
        final long from = Math.max(interval.fromNs(), hourStartNs);
        final long to = Math.min(interval.toNs(), hourStartNs + HOUR_NS);
        final boolean startsHere = hourOf(interval.fromNs()) == hourStartNs;
        final boolean touches = !interval.withdrawn() && to > from;
        final String reason = touches ? reasonOf(interval) : "";
        if (touches || startsHere) {
            final long duration = touches ? to - from : 0;
            pieces.put(
                    interval.fromNs(), new Piece(reason, interval.toNs(), duration, startsHere, interval.revision()));
        } else {
            pieces.remove(interval.fromNs());
        }
        final Set<String> changed = new LinkedHashSet<>();
        if (earlier != null && !earlier.reason().isEmpty()) {
            changed.add(earlier.reason());
        }
        if (!reason.isEmpty()) {
            changed.add(reason);
        }
        changed.forEach(each -> out.accept(figure(each)));
    }

    private Downtime figure(final String reason) {
        int count = 0;
        long sum = 0;
        long longest = 0;
        for (final Piece piece : pieces.values()) {
            if (piece.reason().equals(reason)) {
                count += piece.startsHere() ? 1 : 0;
                sum += piece.durationNs();
                longest = Math.max(longest, piece.durationNs());
            }
        }
        final int revision = revisions.merge(reason, 1, Integer::sum);
        return new Downtime(machine, reason, hourStartNs, count, sum, longest, revision);
    }

    /** @return the reason an interval is charged to, or empty if the machine was not down */
    static String reasonOf(final StateInterval interval) {
        if (interval.state() == MachineState.UNKNOWN) {
            return Downtime.NO_DATA;
        }
        if (!isDown(interval.state())) {
            return "";
        }
        return interval.reason().isEmpty() ? "(" + interval.state() + ")" : interval.reason();
    }

    /** The states in which a machine stands although it could run; transitions back to Execute and Idle are not among them. */
    private static boolean isDown(final MachineState state) {
        return switch (state) {
            case STOPPING, STOPPED, ABORTING, ABORTED, HOLDING, HELD, SUSPENDING, SUSPENDED, CLEARING -> true;
            default -> false;
        };
    }

    public Map<Long, Piece> pieces() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(pieces));
    }

    public Map<String, Integer> revisions() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(revisions));
    }
}
