package io.millrace.app.load;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Waits on the caller's thread, and every two seconds, or as asked for, looks after the processes and says how it stands. */
final class Progress {
    private static final long LOOK_MS = 20;
    private static final long SAY_EVERY_NS = TimeUnit.SECONDS.toNanos(2);

    private final Installation installation;
    private final Session session;
    private final LongSupplier clockNs;
    private final Consumer<String> lines;
    private final long sayEveryNs;
    private long saidNs;
    private long sentThen;

    /** @param clockNs nanoseconds since the epoch */
    Progress(
            final Installation installation,
            final Session session,
            final LongSupplier clockNs,
            final Consumer<String> lines) {
        this(installation, session, clockNs, lines, SAY_EVERY_NS);
    }

    Progress(
            final Installation installation,
            final Session session,
            final LongSupplier clockNs,
            final Consumer<String> lines,
            final long sayEveryNs) {
        this.installation = installation;
        this.session = session;
        this.clockNs = clockNs;
        this.lines = lines;
        this.sayEveryNs = sayEveryNs;
        saidNs = clockNs.getAsLong();
    }

    /** @return false if it was still not so at that time */
    boolean await(final String phase, final long untilNs, final BooleanSupplier isSo) throws InterruptedException {
        while (!isSo.getAsBoolean()) {
            final long nowNs = clockNs.getAsLong();
            if (nowNs >= untilNs) {
                return false;
            }
            if (nowNs - saidNs >= sayEveryNs) {
                installation.check();
                session.check();
                say(phase, nowNs);
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(TimeUnit.MILLISECONDS.toNanos(LOOK_MS), untilNs - nowNs));
        }
        return true;
    }

    /** Waits for a time. */
    void await(final String phase, final long untilNs) throws InterruptedException {
        await(phase, untilNs, () -> false);
    }

    private void say(final String phase, final long nowNs) throws InterruptedException {
        final Books books = session.books();
        final long sent = books.sent();
        final OptionalDouble backlog = installation.gateway().backlog();
        lines.accept(String.format(
                Locale.ROOT,
                "%-9s %,7.0f events/s sent  %,9d sent  %,7d at MQTT  backlog %s  %,9d on Kafka  %,9d units confirmed",
                phase,
                (sent - sentThen) * 1e9 / (nowNs - saidNs),
                sent,
                session.unacknowledged(),
                backlog.isPresent() ? String.format(Locale.ROOT, "%,6.0f", backlog.getAsDouble()) : "     ?",
                books.received(),
                books.confirmedUnits()));
        saidNs = nowNs;
        sentThen = sent;
    }
}
