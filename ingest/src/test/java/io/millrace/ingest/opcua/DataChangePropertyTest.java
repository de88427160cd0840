package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.millrace.core.event.Event;
import io.millrace.core.event.Measure;
import io.millrace.ingest.journal.ChronicleJournal;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.RingKit;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two machines hear the same: one may take it without making objects, the other may not. They say the same. */
class DataChangePropertyTest {
    private static final String MACHINE = "demo/berlin/press/line1/press1";
    private static final List<Signal> SIGNALS = List.of(
            Signal.state("ns=1;s=State", StateTable.PACKML),
            Signal.of("ns=1;s=Reason", Signal.Kind.REASON),
            Signal.of("ns=1;s=Mode", Signal.Kind.MODE),
            Signal.of("ns=1;s=Order", Signal.Kind.ORDER),
            Signal.counter("ns=1;s=Good", Measure.GOOD),
            Signal.counter("ns=1;s=Scrap", Measure.SCRAP),
            Signal.counter("ns=1;s=Metres", Measure.TOTAL).withScale(new BigDecimal("0.5")));
    private static final int NOTIFICATIONS = 40;
    private static final long START_NS = 1_790_000_000_000_000_000L;
    private static final long OVERFLOW = 0x480L;
    private static int usual;
    private static int unusual;

    private static MachineIntake intake(final OpcUaCounters counters, final Set<String> known) {
        final SourceContext context =
                new SourceContext("gw", "opc", () -> START_NS, new RecordingInlet(), known, START_NS);
        return new MachineIntake(context, MACHINE, counters, new HashSet<>(List.of(SIGNALS.get(4))));
    }

    @Property(tries = 400)
    void shouldSayTheSameWhicheverWayValuesTake(@ForAll final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final OpcUaCounters ofDirect = new OpcUaCounters();
        final OpcUaCounters ofPlain = new OpcUaCounters();
        final Set<String> known = random.nextInt(20) == 0 ? Set.of() : Set.of(MACHINE);
        final MachineIntake direct = intake(ofDirect, known);
        final MachineIntake plain = intake(ofPlain, known);
        long nowNs = START_NS;
        for (int i = 1; i <= NOTIFICATIONS; i++) {
            nowNs += random.nextInt(3) * 1_000_000L;
            if (random.nextInt(15) == 0) {
                assertThat(direct.gap(START_NS, nowNs, "test")).isEqualTo(plain.gap(START_NS, nowNs, "test"));
            }
            final List<Signal> signals = random.ints(1 + random.nextInt(6), 0, SIGNALS.size())
                    .mapToObj(SIGNALS::get)
                    .toList();
            final long at = nowNs;
            final List<DataValue> values =
                    signals.stream().map(signal -> value(signal, at, random)).toList();
            final MachineIntake.Batch expected = plain.take(samples(signals, values, nowNs), nowNs);
            plain.taken();
            final MachineIntake.Batch said = direct(direct, i, signals, values, nowNs);
            assertThat(said.events()).isEqualTo(expected.events());
            assertThat(said.letters()).usingRecursiveComparison().isEqualTo(expected.letters());
        }
        assertThat(direct.lost(START_NS, nowNs + 1, "end")).isEqualTo(plain.lost(START_NS, nowNs + 1, "end"));
        assertThat(ofDirect.badValues().sum()).isEqualTo(ofPlain.badValues().sum());
        assertThat(ofDirect.gaps().sum()).isEqualTo(ofPlain.gaps().sum());
        assertThat(ofDirect.overflows().sum()).isEqualTo(ofPlain.overflows().sum());
    }

    private static List<Sample> samples(final List<Signal> signals, final List<DataValue> values, final long nowNs) {
        return IntStream.range(0, signals.size())
                .mapToObj(i -> Sample.of(signals.get(i), values.get(i), nowNs, ValueReader.PLAIN))
                .toList();
    }

    private static MachineIntake.Batch direct(
            final MachineIntake machine,
            final long number,
            final List<Signal> signals,
            final List<DataValue> values,
            final long nowNs) {
        assertThat(machine.tryBegin(number, nowNs)).isTrue();
        for (int i = 0; i < signals.size(); i++) {
            machine.add(machine.signal(signals.get(i)), values.get(i), nowNs, ValueReader.PLAIN);
        }
        final var message = machine.complete(nowNs);
        if (message == null) {
            unusual++;
            final MachineIntake.Batch batch = machine.take(samples(signals, values, nowNs), nowNs);
            machine.taken();
            return batch;
        }
        usual++;
        final List<Event> events = new ArrayList<>(message.size() == 0 ? List.of() : message.events());
        return new MachineIntake.Batch(events, List.of());
    }

    /** Otherwise nothing would have been compared. */
    @AfterContainer
    static void shouldHaveTakenBothWays() {
        assertThat(usual).isGreaterThan(1_000);
        assertThat(unusual).isGreaterThan(1_000);
    }

    private static DataValue value(final Signal signal, final long nowNs, final SplittableRandom random) {
        final int how = random.nextInt(60);
        final StatusCode status = how == 0
                ? new StatusCode(OVERFLOW)
                : how < 4
                        ? new StatusCode(StatusCodes.Bad_NoCommunication)
                        : how < 8 ? new StatusCode(StatusCodes.Uncertain_LastUsableValue) : StatusCode.GOOD;
        final DateTime time = random.nextInt(10) == 0 ? null : Sample.time(nowNs - random.nextInt(4) * 1_000_000L);
        return new DataValue(Variant.of(raw(signal, random)), status, time, time);
    }

    private static @Nullable Object raw(final Signal signal, final SplittableRandom random) {
        final boolean isCounter = signal.kind() == Signal.Kind.COUNTER;
        return switch (random.nextInt(isCounter ? 30 : 14)) {
            case 0 -> null;
            case 1 -> isCounter ? (Object) "12" : LocalizedText.english(" text ");
            case 2 -> isCounter ? (Object) Boolean.TRUE : Boolean.FALSE;
            case 3 -> isCounter ? -1L : ULong.valueOf(Long.MIN_VALUE);
            case 4 -> 6.0;
            case 5 -> new int[] {1};
            case 6 -> "";
            case 7, 8 -> UInteger.valueOf(random.nextInt(20));
            case 9, 10 -> (short) random.nextInt(20);
            case 11 -> isCounter ? (Object) random.nextDouble() : "4711/0010";
            case 12 -> isCounter ? (Object) (float) random.nextDouble() : " 6";
            case 13 -> random.nextInt(20);
            default -> random.nextLong(1_000_000);
        };
    }

    private static final int VALUES = 100;
    private static final int BLOCK = 2_000;

    /** From Milo's values in hand until they are durable: this thread and the journalling one. */
    @Test
    @Timeout(120)
    void shouldAllocateNothingFromDataChangeToDurable(@TempDir final Path folder) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ChronicleJournal journal = JournalKit.open(folder)) {
            final RingKit kit = new RingKit(journal, 1_024);
            try (EventRing ring = kit.ring()) {
                ring.start();
                final Intake intake = Intake.listening(
                        new SourceContext("gw", "opc", () -> START_NS, ring, Set.of(MACHINE), 0),
                        List.of(new MachineSignals(MACHINE, SIGNALS)));
                final List<OpcUaMonitoredItem> items = items(intake);
                final List<List<DataValue>> notifications = notifications();
                final long[] ids = LongStream.concat(
                                LongStream.of(Thread.currentThread().getId()),
                                Thread.getAllStackTraces().keySet().stream()
                                        .filter(thread -> thread.getName().equals("journal"))
                                        .mapToLong(Thread::getId))
                        .toArray();
                long least = Long.MAX_VALUE;
                long events = 0;
                for (int block = 0; block < 10; block++) {
                    final long before = allocated(threads, ids);
                    for (int i = 0; i < BLOCK; i++) {
                        intake.onDataReceived(null, items, notifications.get(i % notifications.size()));
                    }
                    events += BLOCK * VALUES;
                    final long expected = events;
                    await().until(() -> kit.counters().events().sum() == expected);
                    least = Math.min(least, allocated(threads, ids) - before);
                }
                // What waiting for the count allocates is in it, and what is done once in a while.
                assertThat((double) least / (BLOCK * VALUES))
                        .as("bytes allocated a value")
                        .isLessThan(1);
            }
        }
    }

    private static List<OpcUaMonitoredItem> items(final Intake intake) {
        return IntStream.range(0, VALUES)
                .mapToObj(i -> {
                    final Signal signal = SIGNALS.get(i % 6);
                    final OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(NodeId.parse(signal.address()));
                    item.setUserObject(intake.userObject(MACHINE, signal));
                    return item;
                })
                .toList();
    }

    /** Each value at a time of its own, so that each is an event. */
    private static List<List<DataValue>> notifications() {
        return IntStream.range(0, 16)
                .mapToObj(number -> IntStream.range(0, VALUES)
                        .mapToObj(i -> new DataValue(
                                Variant.of(usual(SIGNALS.get(i % 6), number, i)),
                                StatusCode.GOOD,
                                Sample.time(START_NS + i * 1_000L),
                                null))
                        .toList())
                .toList();
    }

    private static Object usual(final Signal signal, final int number, final int i) {
        return switch (signal.kind()) {
            case STATE, MODE -> number % 8;
            case REASON -> "R" + number;
            case ORDER -> "471" + number + "/0010";
            case COUNTER -> i % 2 == 0 ? (Object) (1_000L * number + i) : (Object) (number + 0.25);
        };
    }

    private static long allocated(final ThreadMXBean threads, final long[] ids) {
        long bytes = 0;
        for (final long id : ids) {
            bytes += threads.getThreadAllocatedBytes(id);
        }
        return bytes;
    }
}
