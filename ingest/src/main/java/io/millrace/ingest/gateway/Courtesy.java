package io.millrace.ingest.gateway;

import io.millrace.ingest.journal.Journal;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether telemetry gives way: while something that counts has come in lately or is on its way to Kafka, unless telemetry would soon have
 * to be shed. For telemetry's forwarder only.
 */
final class Courtesy implements BooleanSupplier {
    private static final long LATELY_NS = 100_000_000L;
    private static final long ENOUGH_S = 3_600;

    private final Lane critical;
    private final Journal telemetry;
    private final LongSupplier nanoTime;
    private long position;
    private long changedNs;

    Courtesy(final Lane critical, final Journal telemetry, final LongSupplier nanoTime) {
        this.critical = critical;
        this.telemetry = telemetry;
        this.nanoTime = nanoTime;
        position = critical.journal().lastPosition();
        changedNs = nanoTime.getAsLong() - LATELY_NS;
    }

    @Override
    public boolean getAsBoolean() {
        final long nowNs = nanoTime.getAsLong();
        final long before = position;
        position = critical.journal().lastPosition();
        if (position != before) {
            changedNs = nowNs;
        }
        return (nowNs - changedNs < LATELY_NS || critical.forwarder().backlog() > 0)
                && telemetry.secondsUntilFull() > ENOUGH_S;
    }
}
