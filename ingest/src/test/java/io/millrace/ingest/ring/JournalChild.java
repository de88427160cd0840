package io.millrace.ingest.ring;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Offers messages as fast as the ring takes them and says on its output which are acknowledged, until it is killed. */
final class JournalChild {
    private static final int MACHINES = 3;
    private static final int SLOTS = 1024;

    private JournalChild() {}

    /** Number of events of a message, so that a torn one shows. */
    static int eventsOf(final long message) {
        return 1 + (int) (message % 4);
    }

    /** @param arguments folder, incarnation, number of the first message, AFTER or BEFORE (when to acknowledge) */
    public static void main(final String[] arguments) {
        final long incarnation = Long.parseLong(arguments[1]);
        final boolean isAfter = arguments[3].equals("AFTER");
        final PrintStream out = System.out;
        final ChronicleJournal journal = JournalKit.open(Path.of(arguments[0]));
        final EventRing ring = new RingKit(journal, SLOTS, incarnation).ring();
        ring.start();
        for (long message = Long.parseLong(arguments[2]); true; message++) {
            final long id = message;
            if (!isAfter) {
                out.println(id);
            }
            while (!ring.tryOffer(events(id), () -> {
                if (isAfter) {
                    out.println(id);
                }
            })) {
                Thread.onSpinWait();
            }
        }
    }

    private static List<Event> events(final long message) {
        final List<Event> events = new ArrayList<>();
        for (int i = 0; i < eventsOf(message); i++) {
            events.add(JournalKit.reading("line/machine" + (message + i) % MACHINES, message));
        }
        return events;
    }
}
