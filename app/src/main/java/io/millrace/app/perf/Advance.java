package io.millrace.app.perf;

import io.millrace.app.exit.Failure;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets simulated days pass through a rig, says how far it is, and reckons what an event costs. Not thread-safe. */
final class Advance {
    private static final long SAY_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

    private final ScaleRig rig;
    private final WorkPlan plan;
    private final PlantWork work;
    private final double days;
    private final LongSupplier nanoClock;
    private final Consumer<String> lines;
    private final long startedNs;
    private long saidNs;
    private Mark mark;

    /** A moment from which cost is reckoned. */
    private record Mark(double days, long timeNs, long cpuUs) {}

    /** What passed between two moments: events without definitions. */
    record Passed(long events, double eventsPerSecond, double cpuUsPerEvent) {}

    /** @param days the whole way, for what is said of it */
    Advance(
            final ScaleRig rig,
            final WorkPlan plan,
            final PlantWork work,
            final double days,
            final LongSupplier nanoClock,
            final Consumer<String> lines) {
        this.rig = rig;
        this.plan = plan;
        this.work = work;
        this.days = days;
        this.nanoClock = nanoClock;
        this.lines = lines;
        startedNs = nanoClock.getAsLong();
        saidNs = startedNs;
        mark = mark();
    }

    /**
     * Works until a day has ended, then waits until the topologies have taken it all.
     *
     * @throws Failure if one of the rig's processes ends
     */
    Passed to(final double day) throws ExecutionException, InterruptedException {
        final EventFeed feed = rig.feed();
        // Times are whole nanoseconds, days are not: half a tick is near enough.
        while (work.days() + 0.5 / plan.ticksPerDay() < day) {
            work.advance(feed);
            feed.keepPace(this::say);
        }
        feed.drain(this::say);
        return passed();
    }

    private Passed passed() {
        final Mark from = mark;
        mark = mark();
        final long events = Math.round((mark.days() - from.days()) * plan.eventsPerDay());
        return new Passed(
                events,
                events / Math.max(1e-9, (mark.timeNs() - from.timeNs()) / 1e9),
                (mark.cpuUs() - from.cpuUs()) / (double) Math.max(1, events));
    }

    /** What was spent since the last mark, such as on looking at the process, is nobody's cost. */
    void markAnew() {
        mark = mark();
    }

    private Mark mark() {
        return new Mark(work.days(), nanoClock.getAsLong(), rig.topologyUse().cpuUs());
    }

    private void say() {
        final long nowNs = nanoClock.getAsLong();
        if (nowNs - saidNs < SAY_EVERY_NS) {
            return;
        }
        saidNs = nowNs;
        final double seconds = (nowNs - startedNs) / 1e9;
        final double day = taken() / plan.recordsPerDay(rig.topics().partitions());
        lines.accept(String.format(
                Locale.ROOT,
                "  day %.1f of %.1f, %,.0f of %,.0f events, %,.0f/s, about %s left",
                day,
                days,
                day * plan.eventsPerDay(),
                days * plan.eventsPerDay(),
                day * plan.eventsPerDay() / seconds,
                day <= 0 ? "?" : Amounts.duration(seconds * (days - day) / day)));
    }

    private double taken() {
        try {
            return rig.feed().taken();
        } catch (final ExecutionException e) {
            return 0; // a broker that does not answer is found out elsewhere
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
