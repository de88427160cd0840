package io.millrace.ingest.forward;

import java.util.concurrent.atomic.AtomicInteger;

/** One journal record on its way: done when Kafka has acknowledged every record made from it. */
final class Outstanding {
    private final long position;
    private final int events;
    private final long journalledNs;
    private final AtomicInteger open = new AtomicInteger(1);
    private int bytes;

    /** Held open by its maker until {@link #release()}, so that it is not done before all is sent. */
    Outstanding(final long position, final int events, final long journalledNs) {
        this.position = position;
        this.events = events;
        this.journalledNs = journalledNs;
    }

    long position() {
        return position;
    }

    int events() {
        return events;
    }

    long journalledNs() {
        return journalledNs;
    }

    /** Of the Kafka records made from it, keys left out. By the stepping thread only. */
    int bytes() {
        return bytes;
    }

    void addBytes(final int more) {
        bytes += more;
    }

    void retain() {
        open.incrementAndGet();
    }

    void release() {
        open.decrementAndGet();
    }

    boolean isDone() {
        return open.get() == 0;
    }
}
