package io.millrace.ingest.ring;

import io.millrace.ingest.journal.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ring with its handler, and what became of it. */
public final class RingKit {
    public static final long INCARNATION = 77;

    private final IngestCounters counters = new IngestCounters();
    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final EventRing ring;

    public RingKit(final Journal journal, final int slots) {
        this(journal, slots, INCARNATION);
    }

    public RingKit(final Journal journal, final int slots, final long incarnation) {
        final JournalHandler handler =
                new JournalHandler(journal, incarnation, counters, System::nanoTime, () -> {}, fatal::add);
        ring = new EventRing(slots, WaitPolicy.BLOCKING, handler, System::nanoTime);
    }

    public EventRing ring() {
        return ring;
    }

    public IngestCounters counters() {
        return counters;
    }

    /** What the handler was stopped by, empty while it works. */
    public List<Throwable> fatal() {
        return fatal;
    }
}
