package io.millrace.ingest.files;

import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports a recording through the gateway and ends by itself. What could not be taken in is a dead letter with file and line. The
 * same files give the same events; cut off, it goes on behind what was durable then.
 */
public final class FileSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(FileSource.class);
    private static final long DURABLE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int DRAIN_STEPS = 200;

    /**
     * @param positions folder in which unfinished imports keep how far they are
     * @param setup whatever the recording's words depend on besides its files, as text: the mapping
     * @param again begin at the beginning, whatever an unfinished import left
     * @param startedNs the time now, nanoseconds since the epoch
     */
    public record Options(
            Path positions, String setup, boolean again, Pace pace, long startedNs, ImportProgress progress) {}

    private final Recording recording;
    private final SourceContext context;
    private final Options options;
    private final Thread reader;
    private final CompletableFuture<ImportSummary> completion = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile @Nullable Player player;

    /** @param context its clock is not asked */
    public FileSource(final Recording recording, final SourceContext context, final Options options) {
        this.recording = recording;
        this.context = context;
        this.options = options;
        this.reader = new Thread(this::run, "import-" + context.source());
        reader.setDaemon(true);
    }

    @Override
    public String name() {
        return context.source();
    }

    @Override
    public void start() {
        reader.start();
    }

    /** True once the first event is told. */
    @Override
    public boolean isReady() {
        return clockNs() > 0;
    }

    /** The recording's running maximum, nanoseconds since the epoch; 0 before the first event. For any thread. */
    public long clockNs() {
        final Player playing = player;
        return playing == null ? 0 : playing.clockNs();
    }

    /** Done when everything offered is durable; fails with an {@link IOException} if a file cannot be read, cancelled by closing. */
    public CompletableFuture<ImportSummary> completion() {
        return completion;
    }

    /** Keeps how far it is. */
    @Override
    public void close() {
        closed = true;
        final Player playing = player;
        if (playing != null) {
            playing.close();
        }
        try {
            reader.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        completion.cancel(false);
    }

    /** The reader's life: find where it was, tell all, wait until it is durable, forget where it was. */
    private void run() {
        try {
            final ImportPosition position = ImportPosition.of(
                    options.positions(), context.source(), options.setup(), recording, context.machines());
            if (options.again()) {
                position.forget();
            }
            final ImportPosition.Mark start = position.read(options.startedNs());
            if (start.durable() > 0) {
                LOG.info("{}: goes on behind {} messages that are durable", name(), start.durable());
            }
            final Player playing =
                    new Player(context, recording.machines(), position, start, options.pace(), options.progress());
            player = playing;
            if (closed) {
                playing.close();
            }
            recording.play(playing);
            final ImportSummary summary = playing.end();
            if (awaitDurable(playing)) {
                position.forget();
                LOG.info("{}: {}", name(), summary);
                completion.complete(summary);
            } else {
                playing.mark();
            }
        } catch (final IOException | RuntimeException failed) {
            LOG.error("{}: import stopped: {}", name(), failed.toString());
            completion.completeExceptionally(failed);
        }
    }

    /** @return false if it was closed before it was all told and durable; then waits while there is still something getting so */
    private boolean awaitDurable(final Player playing) {
        int steps = 0;
        long durable = 0;
        while (!playing.isAllDurable() && steps < DRAIN_STEPS) {
            LockSupport.parkNanos(DURABLE_PAUSE_NS);
            steps = closed && playing.durable() == durable ? steps + 1 : 0;
            durable = playing.durable();
        }
        return playing.isAllDurable() && !closed;
    }
}
