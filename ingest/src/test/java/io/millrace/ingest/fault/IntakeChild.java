package io.millrace.ingest.fault;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.JournalHandler;
import io.millrace.ingest.ring.WaitPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A gateway's intake as a process: takes messages by their numbers on its input, and says on its output which it acknowledges. */
final class IntakeChild {
    static final String MACHINE = "line/machine";
    static final String SOURCE = "mes";
    static final String ACKNOWLEDGED = "ack ";
    static final int STORAGE_FAILED = 4;
    private static final int DIGITS = 7;
    private static final int SLOTS = 64;

    private IntakeChild() {}

    static String acknowledgement(final long message) {
        return ACKNOWLEDGED + String.format(Locale.ROOT, "%0" + DIGITS + "d", message);
    }

    /** A line cut by a kill is not one. */
    static boolean isAcknowledgement(final String line) {
        return line.startsWith(ACKNOWLEDGED) && line.length() == ACKNOWLEDGED.length() + DIGITS;
    }

    /** A delta, as an MES reports it: to count it twice would be wrong. */
    static Event event(final long message) {
        return new Event(
                EventHead.of("gw", SOURCE, MACHINE, JournalKit.START_NS + message, JournalKit.START_NS)
                        .withIds("m" + message, ""),
                new Fact.CountReport(Measure.GOOD, 1000, "", "", ""));
    }

    /** @param arguments folder, incarnation, sync policy, AFTER or BEFORE (when to acknowledge), step to stand at, and of which message */
    public static void main(final String[] arguments) throws IOException {
        final long incarnation = Long.parseLong(arguments[1]);
        final SyncPolicy sync = SyncPolicy.valueOf(arguments[2]);
        final boolean isAfter = arguments[3].equals("AFTER");
        final Step step = Step.valueOf(arguments[4]);
        final int at = Integer.parseInt(arguments[5]);
        final ChronicleJournal journal = ChronicleJournal.open(
                Path.of(arguments[0]),
                new JournalSettings("FAST_HOURLY", 1 << 20, sync, 2 << 20),
                () -> JournalKit.START_NS,
                System::nanoTime);
        final JournalHandler handler = new JournalHandler(
                new StepJournal(journal, step, at),
                incarnation,
                new IngestCounters(),
                System::nanoTime,
                () -> {},
                failure -> Runtime.getRuntime().halt(STORAGE_FAILED));
        final EventRing ring = new EventRing(SLOTS, WaitPolicy.BLOCKING, handler, System::nanoTime);
        ring.start();
        final Sender sender = new Sender(step, at);
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            final long message = Long.parseLong(line);
            if (!isAfter) {
                System.out.println(acknowledgement(message));
            }
            while (!ring.tryOffer(List.of(event(message)), isAfter ? () -> sender.acknowledge(message) : () -> {})) {
                Thread.onSpinWait();
            }
        }
        ring.close();
        journal.close();
    }

    /** The other end of a source. Belongs to the journalling thread. */
    private static final class Sender {
        private final Step step;
        private final int at;
        private int acknowledged;

        Sender(final Step step, final int at) {
            this.step = step;
            this.at = at;
        }

        void acknowledge(final long message) {
            System.out.println(acknowledgement(message));
            step.standAt(Step.ACKNOWLEDGE, ++acknowledged == at);
        }
    }
}
