package io.millrace.ingest.forward;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.RingKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** A gateway's journal and forwarder in a process of its own, which dies at a step, or runs until it is killed. */
final class ForwarderChild {
    /** Where it dies, without a word to anybody. */
    enum Death {
        /** Sent, and no reply taken in. */
        SENT,
        /** The reply has been taken in, the position not written. */
        ACKNOWLEDGED,
        /** The position has been written. */
        SAVED,
        /** Not by itself: it writes the position at every turn, and deletes journal files behind it, until it is killed. */
        KILLED,
        /** It ends in order when Kafka has all. */
        NEVER
    }

    static final int MACHINES = 4;
    static final int PARTITIONS = 2;
    private static final int SLOTS = 1024;
    private static final long S = 1_000_000_000L;
    private static final int DIED = 9;

    private ForwarderChild() {}

    /** @param arguments folder, bootstrap, prefix of the topics, incarnation, first message, number of messages, death */
    public static void main(final String[] arguments) throws IOException {
        final Path root = Path.of(arguments[0]);
        final Death death = Death.valueOf(arguments[6]);
        final Path position = root.resolve("forwarded");
        final ChronicleJournal journal = JournalKit.open(root.resolve("journal"));
        final Forwarder forwarder = new Forwarder(
                journal,
                position,
                new ForwarderSettings(
                        "gw",
                        Map.of("bootstrap.servers", arguments[1]),
                        new EventTopics(arguments[2]),
                        PARTITIONS,
                        1,
                        true,
                        100),
                new ForwardCounters(),
                () -> JournalKit.START_NS,
                clock(death));
        final EventRing ring = new RingKit(journal, SLOTS, Long.parseLong(arguments[3])).ring();
        ring.start();
        final long first = Long.parseLong(arguments[4]);
        final int count = Integer.parseInt(arguments[5]);
        final AtomicInteger durable = new AtomicInteger();
        for (long message = first; message < first + count; message++) {
            offer(ring, message, durable);
        }
        while (durable.get() < count) {
            Thread.onSpinWait();
        }
        final long before = forwarder.acknowledgedPosition();
        final String saved = content(position);
        for (long next = first + count; death != Death.NEVER || !forwarder.isDrained(); next++) {
            forwarder.doWork();
            if (death == Death.SENT && forwarder.isWaiting()
                    || death == Death.ACKNOWLEDGED && forwarder.acknowledgedPosition() > before
                    || death == Death.SAVED && !content(position).equals(saved)) {
                Runtime.getRuntime().halt(DIED);
            }
            if (death == Death.KILLED && forwarder.isConnected()) {
                offer(ring, next, durable);
                System.out.println("at " + forwarder.acknowledgedPosition());
            }
        }
        ring.close();
        forwarder.close();
        journal.close();
    }

    /** One that stands saves nothing, one that runs saves at every turn. */
    private static LongSupplier clock(final Death death) {
        final AtomicInteger asked = new AtomicInteger();
        return switch (death) {
            case SENT, ACKNOWLEDGED -> () -> 0;
            case KILLED -> () -> asked.incrementAndGet() * S;
            default -> System::nanoTime;
        };
    }

    private static void offer(final EventRing ring, final long message, final AtomicInteger durable) {
        final Runnable onDurable = () -> {
            durable.incrementAndGet();
            System.out.println("durable " + message);
        };
        while (!ring.tryOffer(List.of(event(message)), onDurable)) {
            Thread.onSpinWait();
        }
    }

    /** A unit, reported under an id of its own. */
    private static Event event(final long message) {
        final long timeNs = JournalKit.START_NS + message * 1_000_000L;
        return new Event(
                EventHead.of("gw", "source", "line/m" + message % MACHINES, timeNs, timeNs)
                        .withIds("id-" + message, ""),
                new Fact.CountReport(Measure.GOOD, 1_000, "1001", "0010", ""));
    }

    private static String content(final Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
