package io.millrace.ingest.files;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Offers a recording through the gateway as if it happened: gateway time is the recording's running maximum, and each machine gets a
 * tick for every ten seconds recorded and one at the end. What an earlier import made durable is counted and not offered again:
 * the same recording gives the same messages. Used by one thread; {@link #clockNs()}, {@link #durable()} and {@link #close()} by any.
 */
final class Player implements Playback {
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(10);
    /** A hole in the recording has at most a day's ticks, however long it is: one wrong year must not make millions. */
    private static final long MAX_TICKS_A_HOLE = 8_640;

    private static final long ROOM_PAUSE_NS = 50_000;
    /** How much is repeated at most after a kill, besides what was in flight. */
    private static final long MESSAGES_A_MARK = 1_000;

    /** Clocks of machine and gateway may differ by so much. */
    private static final long CLOCK_TOLERANCE_NS = TimeUnit.MINUTES.toNanos(1);

    private final SourceContext context;
    private final ImportPosition position;
    private final ImportPosition.Mark start;
    private final Pace pace;
    private final ImportProgress progress;
    private final Set<String> machines = new LinkedHashSet<>();
    private final DurablePrefix durable;
    private long messages;
    private long marked;
    private long nextTickNs;
    private long firstNs;
    private long lines;
    private long events;
    private long stateChanges;
    private long deadLetters;
    private volatile long clockNs;
    private volatile boolean closed;

    /** @param start what is already durable, and when it was begun */
    Player(
            final SourceContext context,
            final Set<String> machines,
            final ImportPosition position,
            final ImportPosition.Mark start,
            final Pace pace,
            final ImportProgress progress) {
        this.context = context;
        this.machines.addAll(machines);
        this.position = position;
        this.start = start;
        this.pace = pace;
        this.progress = progress;
        this.durable = new DurablePrefix(start.durable());
        this.marked = start.durable();
    }

    @Override
    public void say(final Said said) {
        passTo(said.timeNs());
        machines.add(said.machine());
        final EventHead head = EventHead.of(context.gateway(), context.source(), said.machine(), said.timeNs(), clockNs)
                .withIds(said.eventId(), said.correlationId());
        offer(said.facts().stream().map(fact -> new Event(head, fact)).toList());
    }

    @Override
    public void refuse(final Refused refused) {
        final DeadLetter letter = new DeadLetter(
                context.source(),
                refused.origin(),
                clockNs == 0 ? start.startedNs() : clockNs,
                refused.reason(),
                refused.detail(),
                refused.machine(),
                "",
                "",
                refused.bytes());
        if (offered(whenDurable -> context.inlet().tryOffer(letter, whenDurable))) {
            deadLetters++;
        }
    }

    @Override
    public void passTo(final long timeNs) {
        if (firstNs == 0) {
            firstNs = timeNs;
            nextTickNs = timeNs + TICK_NS;
        } else if (nextTickNs <= timeNs) {
            final long stepNs = Math.max(TICK_NS, (timeNs - clockNs) / MAX_TICKS_A_HOLE);
            while (nextTickNs <= timeNs && !closed) {
                clockNs = Math.max(clockNs, nextTickNs);
                tick();
                nextTickNs += stepNs;
            }
        }
        clockNs = Math.max(clockNs, timeNs);
        firstNs = Math.min(firstNs, timeNs);
    }

    /** Says how late it is at the end, so that what was said last is old enough to be told. */
    ImportSummary end() {
        if (firstNs != 0) {
            tick();
        }
        return new ImportSummary(lines, events, stateChanges, deadLetters, start.durable(), firstNs, clockNs);
    }

    private void tick() {
        machines.forEach(machine -> offer(List.of(new Event(
                EventHead.of(context.gateway(), context.source(), machine, clockNs, clockNs), new Fact.Tick()))));
    }

    private void offer(final List<Event> message) {
        if (offered(whenDurable -> context.inlet().tryOffer(message, whenDurable))) {
            events += message.size();
            stateChanges += message.stream()
                    .filter(event -> event.fact() instanceof Fact.StateChanged)
                    .count();
        }
    }

    /** Waits for its time, and for room. @return false if it was closed meanwhile */
    private boolean offered(final Predicate<Runnable> attempt) {
        if (closed) {
            return false;
        }
        messages++;
        if (messages <= start.durable()) {
            return true;
        }
        pace.await(clockNs, () -> closed);
        final long number = messages;
        final Runnable whenDurable = () -> durable.add(number);
        while (!attempt.test(whenDurable)) {
            if (closed) {
                messages--;
                return false;
            }
            LockSupport.parkNanos(ROOM_PAUSE_NS);
        }
        if (durable.durable() - marked >= MESSAGES_A_MARK) {
            mark();
        }
        return true;
    }

    /** Keeps how far it is. */
    void mark() {
        marked = durable.durable();
        try {
            position.write(new ImportPosition.Mark(marked, start.startedNs()));
        } catch (final IOException full) {
            throw new UncheckedIOException(
                    "the import's position cannot be written (" + full + "): make room, and import again", full);
        }
    }

    @Override
    public long latestNs() {
        return start.startedNs() + CLOCK_TOLERANCE_NS;
    }

    @Override
    public void progress(final Phase phase, final long done, final long all, final long linesRead) {
        lines = linesRead;
        progress.onProgress(phase, done, all, linesRead);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** The recording's running maximum, nanoseconds since the epoch; 0 before the first line. */
    long clockNs() {
        return clockNs;
    }

    long durable() {
        return durable.durable();
    }

    boolean isAllDurable() {
        return durable.durable() >= messages;
    }
}
