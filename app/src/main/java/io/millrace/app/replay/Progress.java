package io.millrace.app.replay;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Says now and then how far a long work has come. Not thread-safe. */
final class Progress {
    private static final long EVERY_NS = Duration.ofSeconds(5).toNanos();

    private final String work;
    private final long whole;
    private final Consumer<String> lines;
    private long saidNs = System.nanoTime();

    /** @param work what is done, like {@code copied} */
    Progress(final String work, final long whole, final Consumer<String> lines) {
        this.work = work;
        this.whole = whole;
        this.lines = lines;
    }

    void at(final long done) {
        final long nowNs = System.nanoTime();
        if (nowNs - saidNs >= EVERY_NS) {
            saidNs = nowNs;
            lines.accept(String.format(Locale.ROOT, "%s %d of %d", work, done, whole));
        }
    }
}
