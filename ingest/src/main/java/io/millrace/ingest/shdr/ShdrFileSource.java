package io.millrace.ingest.shdr;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers recordings through the gateway as if they happened: source time is the recording's, gateway time is the recording's running
 * maximum, and each machine gets a tick for every ten seconds recorded and one at the end. Ends by itself; what could not be taken
 * in is a dead letter with file and line. The same files give the same events.
 */
public final class ShdrFileSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(ShdrFileSource.class);
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(10);
    /** A hole in the recording has at most a day's ticks, however long it is: one wrong year must not make millions. */
    private static final long MAX_TICKS_A_HOLE = 8_640;

    private static final long ROOM_PAUSE_NS = 50_000;
    private static final int PROGRESS_STEPS = 200;
    private static final int DRAIN_STEPS = 200;
    private static final long DRAIN_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final List<Path> files;
    private final List<MachineReplay> machines;
    private final Set<String> keys;
    private final ShdrLimits limits;
    private final SourceContext context;
    private final ShdrProgress progress;
    private final Thread reader;
    private final CompletableFuture<ShdrSummary> completion = new CompletableFuture<>();
    private final AtomicLong notDurable = new AtomicLong();
    private volatile boolean ready;
    private volatile boolean closed;
    private volatile long clockNs;
    private volatile @Nullable ShdrSummary summary;
    private long nextTickNs;
    private long events;
    private long stateChanges;
    private long deadLetters;

    /**
     * @param files plain or gzip, put in order together
     * @param context its clock is not asked
     * @throws IllegalArgumentException naming every machine that is not known and every key that is mapped twice for one machine
     */
    public ShdrFileSource(
            final String name,
            final List<Path> files,
            final List<ShdrMapping> mappings,
            final ShdrLimits limits,
            final SourceContext context,
            final ShdrProgress progress) {
        this.name = name;
        this.files = List.copyOf(files);
        this.machines = replays(mappings, context.machines());
        this.keys = new HashSet<>();
        mappings.forEach(mapping -> mapping.signals().forEach(signal -> keys.add(signal.address())));
        this.limits = limits;
        this.context = context;
        this.progress = progress;
        this.reader = new Thread(this::run, "shdr-" + name);
        reader.setDaemon(true);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        reader.start();
    }

    /** True once the files are read and in order. */
    @Override
    public boolean isReady() {
        return ready;
    }

    /** The recording's running maximum, nanoseconds since the epoch; 0 before the first line. For any thread. */
    public long clockNs() {
        return clockNs;
    }

    /** Done when everything offered is durable; fails with an {@link IOException} if a file cannot be read, cancelled by closing. */
    public CompletableFuture<ShdrSummary> completion() {
        return completion;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (int step = 0; step < DRAIN_STEPS && notDurable.get() > 0; step++) {
            LockSupport.parkNanos(DRAIN_STEP_NS);
        }
        completion.cancel(false);
    }

    /** The reader's life: read all, offer all, say that it is done. */
    private void run() {
        try {
            final ShdrRecording recording = ShdrRecording.read(files, keys, limits);
            ready = true;
            // One in hand, so that the count is not nothing before the last is offered.
            notDurable.incrementAndGet();
            replay(recording);
            if (!closed) {
                summary = new ShdrSummary(
                        recording.lines(), events, stateChanges, deadLetters, recording.firstNs(), recording.lastNs());
                LOG.info("{}: {}", name, summary);
            }
            durable();
        } catch (final IOException | RuntimeException failed) {
            LOG.error("{}: import stopped: {}", name, failed.toString());
            completion.completeExceptionally(failed);
        }
    }

    private void replay(final ShdrRecording recording) {
        advanceTo(recording.firstNs());
        nextTickNs = recording.firstNs() + TICK_NS;
        for (final ShdrRecording.Fault fault : recording.faults()) {
            offer(letter(fault.origin(), fault.reason(), fault.detail(), "", fault.bytes()));
        }
        final List<ShdrRecording.Timed> values = recording.values();
        final int step = Math.max(1, values.size() / PROGRESS_STEPS);
        int nextProgress = step;
        int from = 0;
        while (from < values.size() && !closed) {
            final int to = endOfInstant(values, from);
            tickUntil(values.get(from).timeNs());
            advanceTo(values.get(from).timeNs());
            takeInstant(values.subList(from, to));
            from = to;
            if (from >= nextProgress && from < values.size()) {
                progress.onProgress(recording.lines() * from / values.size(), recording.lines());
                nextProgress = from + step;
            }
        }
        if (!closed && recording.lastNs() > 0) {
            tickUntil(recording.lastNs());
            advanceTo(recording.lastNs());
            tick(recording.lastNs());
        }
        progress.onProgress(recording.lines(), recording.lines());
    }

    private void takeInstant(final List<ShdrRecording.Timed> instant) {
        for (final MachineReplay machine : machines) {
            final List<ShdrRecording.Timed> own = instant.stream()
                    .filter(timed -> machine.has(timed.value().key()))
                    .toList();
            if (!own.isEmpty()) {
                offer(machine.machine(), machine.translate(own, (timed, why) -> refuse(machine.machine(), timed, why)));
            }
        }
    }

    private static int endOfInstant(final List<ShdrRecording.Timed> values, final int from) {
        int to = from + 1;
        while (to < values.size() && values.get(to).timeNs() == values.get(from).timeNs()) {
            to++;
        }
        return to;
    }

    private void tickUntil(final long timeNs) {
        final long holeNs = timeNs - clockNs;
        final long stepNs = Math.max(TICK_NS, holeNs / MAX_TICKS_A_HOLE);
        while (nextTickNs <= timeNs && !closed) {
            tick(nextTickNs);
            nextTickNs += stepNs;
        }
    }

    private void tick(final long timeNs) {
        advanceTo(timeNs);
        machines.forEach(machine -> offer(machine.machine(), List.of(new Fact.Tick())));
    }

    private void advanceTo(final long timeNs) {
        clockNs = Math.max(clockNs, timeNs);
    }

    private void offer(final String machine, final List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        final EventHead head = EventHead.of(context.gateway(), context.source(), machine, clockNs, clockNs);
        final List<Event> message =
                facts.stream().map(fact -> new Event(head, fact)).toList();
        if (offered(() -> context.inlet().tryOffer(message, this::durable))) {
            events += message.size();
            stateChanges +=
                    facts.stream().filter(Fact.StateChanged.class::isInstance).count();
        }
    }

    private void refuse(final String machine, final ShdrRecording.Timed timed, final String why) {
        final byte[] bytes = (timed.value().key() + "|" + timed.value().text()).getBytes(StandardCharsets.UTF_8);
        offer(letter(timed.origin(), Reason.IMPOSSIBLE_VALUE, why, machine, bytes));
    }

    private DeadLetter letter(
            final String origin, final Reason reason, final String detail, final String machine, final byte[] bytes) {
        return new DeadLetter(context.source(), origin, clockNs, reason, detail, machine, "", "", bytes);
    }

    private void offer(final DeadLetter letter) {
        if (offered(() -> context.inlet().tryOffer(letter, this::durable))) {
            deadLetters++;
        }
    }

    /** Waits for room. @return false if it was closed meanwhile */
    private boolean offered(final BooleanSupplier attempt) {
        notDurable.incrementAndGet();
        while (!attempt.getAsBoolean()) {
            if (closed) {
                notDurable.decrementAndGet();
                return false;
            }
            LockSupport.parkNanos(ROOM_PAUSE_NS);
        }
        return true;
    }

    private void durable() {
        final long left = notDurable.decrementAndGet();
        final ShdrSummary done = summary;
        if (left == 0 && done != null) {
            // Not on the journalling thread: whoever waits may take his time.
            completion.completeAsync(() -> done);
        }
    }

    private static List<MachineReplay> replays(final List<ShdrMapping> mappings, final Set<String> known) {
        final List<String> faults = new ArrayList<>();
        final Map<String, Map<String, Signal>> signals = new LinkedHashMap<>();
        for (final ShdrMapping mapping : mappings) {
            if (!known.contains(mapping.machine())) {
                faults.add("machine " + mapping.machine() + " is not known: add it to the master data");
            }
            final Map<String, Signal> own = signals.computeIfAbsent(mapping.machine(), path -> new HashMap<>());
            for (final Signal signal : mapping.signals()) {
                if (own.put(signal.address(), signal) != null) {
                    faults.add("key " + signal.address() + " is mapped twice for " + mapping.machine() + ": keep one");
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("SHDR mapping: " + String.join("; ", faults));
        }
        final List<MachineReplay> replays = new ArrayList<>();
        signals.forEach((machine, own) -> replays.add(new MachineReplay(machine, own)));
        return List.copyOf(replays);
    }
}
