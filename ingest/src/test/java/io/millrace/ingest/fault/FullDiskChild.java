package io.millrace.ingest.fault;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Transition;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.JournalSettings;
import io.millrace.ingest.journal.SyncPolicy;
import io.millrace.ingest.ring.RingKit;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Two lanes on one small disk, as much as they take. Says what it has come to: SHEDDING, BLOCKED, FREE, and in the end what it
 * acknowledged. A process of its own, since without the watermark it does not survive.
 */
final class FullDiskChild {
    static final String MACHINE = "line/machine";
    private static final long MB = 1L << 20;
    private static final JournalSettings CRITICAL =
            new JournalSettings("FAST_HOURLY", 1 << 20, SyncPolicy.PROCESS, 4 * MB);
    private static final JournalSettings TELEMETRY = CRITICAL.sheddingBelow(12 * MB);
    private static final String FOUR_KB = "x".repeat(4096);
    private static final int SLOTS = 64;
    private static final int MORE = 100;

    private FullDiskChild() {}

    /** @param arguments folder, and GUARDED or UNGUARDED (it believes that there is always room) */
    public static void main(final String[] arguments) {
        final Path folder = Path.of(arguments[0]);
        final File disk = folder.toFile();
        final LongSupplier usable = arguments[1].equals("GUARDED") ? disk::getUsableSpace : () -> Long.MAX_VALUE;
        final ChronicleJournal criticalJournal = open(folder.resolve("critical"), CRITICAL, usable);
        final ChronicleJournal telemetryJournal = open(folder.resolve("telemetry"), TELEMETRY, usable);
        final RingKit critical = new RingKit(criticalJournal, SLOTS);
        final RingKit telemetry = new RingKit(telemetryJournal, SLOTS);
        critical.ring().start();
        telemetry.ring().start();
        final AtomicLong contexts = new AtomicLong();
        final AtomicLong values = new AtomicLong();
        long number = 0;
        boolean isShedding = false;
        // Until telemetry is shed and then the other lane is blocked.
        while (critical.counters().fullPauses().sum() == 0) {
            number++;
            endIfFailed(critical, telemetry);
            telemetry.ring().tryOffer(List.of(value(number)), values::incrementAndGet);
            if (!isShedding && telemetry.counters().shed().sum() > 0) {
                isShedding = true;
                System.out.println("SHEDDING " + contexts.get());
            }
            critical.ring().tryOffer(List.of(context(number)), contexts::incrementAndGet);
            LockSupport.parkNanos(20_000L);
        }
        System.out.println("BLOCKED " + contexts.get());
        final long blockedAt = contexts.get();
        while (contexts.get() < blockedAt + MORE) {
            number++;
            critical.ring().tryOffer(List.of(context(number)), contexts::incrementAndGet);
            telemetry.ring().tryOffer(List.of(value(number)), values::incrementAndGet);
            LockSupport.parkNanos(1_000_000L);
        }
        critical.ring().close();
        telemetry.ring().close();
        criticalJournal.close();
        telemetryJournal.close();
        System.out.println("END " + contexts + " " + values + " "
                + telemetry.counters().shed().sum() + " "
                + critical.counters().shed().sum());
    }

    private static void endIfFailed(final RingKit... lanes) {
        for (final RingKit lane : lanes) {
            if (!lane.fatal().isEmpty()) {
                Runtime.getRuntime().halt(IntakeChild.STORAGE_FAILED);
            }
        }
    }

    private static ChronicleJournal open(final Path folder, final JournalSettings settings, final LongSupplier usable) {
        return ChronicleJournal.open(folder, settings, () -> JournalKit.START_NS, System::nanoTime, usable);
    }

    private static Event context(final long number) {
        return new Event(head(number), new Fact.OrderContext(Transition.PAUSED, false, 0, FOUR_KB, ""));
    }

    private static Event value(final long number) {
        return new Event(head(number), new Fact.ProcessValue("image", Double.NaN, FOUR_KB, ""));
    }

    private static EventHead head(final long number) {
        return EventHead.of("gw", "s", MACHINE, number, JournalKit.START_NS);
    }
}
