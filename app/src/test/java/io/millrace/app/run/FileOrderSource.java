package io.millrace.app.run;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.ingest.shdr.ShdrLine;
import io.millrace.ingest.shdr.ShdrMapping;
import io.millrace.ingest.shdr.ShdrParser;
import io.millrace.ingest.shdr.ShdrSyntaxException;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * Offers a recording line by line as it was written, as whoever listened to the adapter heard it: an import puts everything in order
 * first, so only here times go backwards on their way. The clock is the running maximum; a tick comes for every ten seconds of it.
 */
final class FileOrderSource implements Source {
    private static final long TICK_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ROOM_PAUSE_NS = 50_000;

    private final Path file;
    private final String machine;
    private final Map<String, Signal> signals;
    private final SourceContext context;
    private final SignalTranslator translator = new SignalTranslator();
    private final CompletableFuture<Void> completion = new CompletableFuture<>();
    private final AtomicLong durable = new AtomicLong();
    private final Thread reader = new Thread(this::run, "file-order");
    private volatile long clockNs;
    private volatile boolean closed;
    private long offered;
    private long nextTickNs;

    FileOrderSource(final Path file, final ShdrMapping mapping, final SourceContext context) {
        this.file = file;
        this.machine = mapping.machine();
        this.signals = mapping.signals().stream().collect(Collectors.toMap(Signal::address, Function.identity()));
        this.context = context;
    }

    @Override
    public String name() {
        return context.source();
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** Done when everything is durable. */
    CompletableFuture<Void> completion() {
        return completion;
    }

    /** The highest time so far, nanoseconds since the epoch. */
    long clockNs() {
        return clockNs;
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null && !closed; text = lines.readLine()) {
                take(text);
            }
            offer(clockNs, List.of(new Fact.Tick()));
            while (durable.get() < offered && !closed) {
                LockSupport.parkNanos(ROOM_PAUSE_NS);
            }
            completion.complete(null);
        } catch (final IOException | RuntimeException failed) {
            completion.completeExceptionally(failed);
        }
    }

    private void take(final String text) {
        final ShdrLine line;
        try {
            line = ShdrParser.parse(text);
        } catch (final ShdrSyntaxException ofAnAsset) {
            return;
        }
        final List<SignalTranslator.Reading> readings = new ArrayList<>();
        for (final ShdrLine.Value value : line.values()) {
            final Signal signal = signals.get(value.key());
            if (signal != null) {
                readings.add(new SignalTranslator.Reading(signal, value.isUnavailable() ? null : value.text()));
            }
        }
        if (!readings.isEmpty()) {
            clockNs = Math.max(clockNs, line.timeNs());
            if (clockNs >= nextTickNs) {
                offer(clockNs, List.of(new Fact.Tick()));
                nextTickNs = clockNs + TICK_NS;
            }
            offer(line.timeNs(), translator.translate(readings, false));
        }
    }

    private void offer(final long timeNs, final List<Fact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        final EventHead head = EventHead.of(context.gateway(), context.source(), machine, timeNs, clockNs);
        final List<Event> message =
                facts.stream().map(fact -> new Event(head, fact)).toList();
        offered++;
        while (!context.inlet().tryOffer(message, durable::incrementAndGet) && !closed) {
            LockSupport.parkNanos(ROOM_PAUSE_NS);
        }
    }
}
