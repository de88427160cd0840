package io.millrace.ingest.sparkplug;

import static io.millrace.ingest.sparkplug.TestMetric.metric;
import static io.millrace.ingest.sparkplug.TestMetric.named;
import static io.millrace.ingest.sparkplug.TestMetric.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.core.event.Event;
import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.source.WritableMessage;
import io.millrace.ingest.sparkplug.SparkplugTopic.Type;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two gateways hear the same: one may take data without making objects, the other may not. They say the same. */
class DataMessagePropertyTest {
    private static final String MACHINE = "demo/berlin/mill/line2/mill1";
    private static final String LINE = "demo/berlin/mill/line2/line2";
    private static final int MESSAGES = 40;
    private static final int SERVER = 0;
    static int taken;
    private static int passed;

    static final class Side {
        private final boolean isDirect;
        private final CollectingInlet inlet;
        private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
        private final SparkplugCounters counters = new SparkplugCounters();
        private final List<String> said = new ArrayList<>();
        private final EdgeNode node;

        Side(final boolean isDirect) {
            this(isDirect, new CollectingInlet(), null);
        }

        Side(final boolean isDirect, final CollectingInlet collecting, final @Nullable Inlet other) {
            this.isDirect = isDirect;
            inlet = collecting;
            final SourceContext context =
                    new SourceContext("gw", "spb", () -> 0, other == null ? inlet : other, Set.of(MACHINE, LINE), 0);
            node = new EdgeNode(
                    "Berlin/line2",
                    1_000,
                    0,
                    decoder,
                    new Outlet(context, () -> false),
                    counters,
                    new EdgeNode.Commands() {
                        @Override
                        public void requestRebirth(final String nodeKey, final int server, final String cause) {
                            said.add(nodeKey + ": " + cause);
                        }

                        @Override
                        public void report(final String kind, final String text) {
                            said.add(kind + ": " + text);
                        }
                    });
            node.add(new SparkplugMachine(
                    "Berlin/line2/mill1",
                    new MachineSignals(
                            MACHINE,
                            List.of(
                                    Signal.state("State", StateTable.PACKML),
                                    Signal.of("Reason", Signal.Kind.REASON),
                                    Signal.of("Mode", Signal.Kind.MODE),
                                    Signal.counter("Good", Measure.GOOD),
                                    Signal.counter("Scrap/ü", Measure.SCRAP),
                                    Signal.of("Order", Signal.Kind.ORDER)))));
            node.add(new SparkplugMachine(
                    "Berlin/line2", new MachineSignals(LINE, List.of(Signal.counter("Packs", Measure.TOTAL)))));
        }

        void hear(final Type type, final String device, final byte[] payload, final long receivedNs)
                throws MalformedPayloadException {
            decoder.wrap(payload);
            final SparkplugTopic topic = new SparkplugTopic("Berlin", type, "line2", device);
            node.session().onTime(receivedNs);
            if (isDirect && topic.type().isData()) {
                if (node.tryData(SERVER, topic, receivedNs)) {
                    taken++;
                    return;
                }
                passed++;
            }
            node.onPublish(
                    SERVER,
                    new SparkplugMessage(
                            topic.toString(),
                            topic,
                            payload,
                            receivedNs,
                            decoder.seq(),
                            decoder.timestampMs(),
                            decoder.bdSeq()));
        }

        List<String> letters() {
            return inlet.letters.stream()
                    .map(letter ->
                            letter.reason() + " " + letter.detail() + " " + letter.machine() + " " + letter.timeNs())
                    .toList();
        }
    }

    @Property(tries = 400)
    void shouldSayTheSameWhicheverWayDataTakes(@ForAll final long seed) throws MalformedPayloadException {
        final SplittableRandom random = new SplittableRandom(seed);
        final Side direct = new Side(true);
        final Side plain = new Side(false);
        long nowMs = 1_790_000_000_000L;
        int seq = 0;
        for (int i = 0; i < MESSAGES; i++) {
            nowMs += random.nextInt(400);
            final int kind = i == 0 ? 0 : i == 1 ? 1 : random.nextInt(60);
            if (kind == 0) {
                seq = 0;
                both(direct, plain, Type.NBIRTH, "", nodeBirth(nowMs), nowMs);
            } else if (kind == 1) {
                both(direct, plain, Type.DBIRTH, "mill1", deviceBirth(nowMs, ++seq % 256, random), nowMs);
            } else if (kind == 2) {
                both(direct, plain, Type.DDEATH, "mill1", payload(nowMs, ++seq % 256), nowMs);
            } else if (kind < 10) {
                both(
                        direct,
                        plain,
                        Type.NDATA,
                        "",
                        payload(nowMs, ++seq % 256, metric().alias(9).longValue(i)),
                        nowMs);
            } else {
                seq += random.nextInt(40) == 0 ? 2 : 1;
                both(direct, plain, Type.DDATA, "mill1", data(nowMs, seq % 256, random), nowMs);
            }
        }
    }

    /** Otherwise nothing would have been compared. */
    @AfterContainer
    static void shouldHaveTakenBothWays() {
        assertThat(taken).isGreaterThan(1_000);
        assertThat(passed).isGreaterThan(1_000);
    }

    /** Writes what it is offered to a buffer, as the ring does to its slots. */
    private static final class WritingInlet implements Inlet {
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
        private int events;
        private int records;

        @Override
        public boolean tryOffer(final WritableMessage message, final Runnable durable) {
            for (int i = 0; i < message.count(); i++) {
                message.write(i, buffer);
                events++;
            }
            return true;
        }

        @Override
        public boolean tryOffer(final List<Event> message, final Runnable durable) {
            records++;
            return true;
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
            throw new AssertionError(letter.detail());
        }
    }

    @Test
    void shouldAllocateNothingForDataThatHasBeenSaidBefore() throws MalformedPayloadException {
        final WritingInlet inlet = new WritingInlet();
        final Side side = new Side(true, new CollectingInlet(), inlet);
        final long nowMs = 1_790_000_000_000L;
        side.hear(Type.NBIRTH, "", nodeBirth(nowMs), nowMs);
        side.hear(Type.DBIRTH, "mill1", deviceBirth(nowMs, 1, new SplittableRandom(0)), nowMs);
        side.hear(Type.NDATA, "", payload(nowMs, 2), nowMs);
        final byte[][] messages = new byte[256][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = payload(
                    nowMs + i,
                    (i + 3) % 256,
                    metric().alias(1).time(nowMs + i).intValue(i % 18),
                    metric().name("Reason").time(nowMs + i).text("Ü" + i % 7),
                    metric().alias(3).time(nowMs + i).text(i % 2 == 0 ? "Auto" : "manual"),
                    metric().alias(4).time(nowMs + i).longValue(i),
                    metric().alias(5).time(nowMs + i - 1).doubleValue(i / 8.0),
                    metric().alias(6).time(nowMs + i).text("100" + i % 5 + "/0010"),
                    metric().alias(7).floatValue(i));
        }
        final int before = inlet.records;
        final SparkplugTopic topic = new SparkplugTopic("Berlin", Type.DDATA, "line2", "mill1");
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            final long from = threads.getThreadAllocatedBytes(self);
            for (final byte[] message : messages) {
                side.decoder.wrap(message);
                assertTaken(side.node.tryData(SERVER, topic, nowMs * 1_000_000));
            }
            allocated = Math.min(allocated, threads.getThreadAllocatedBytes(self) - from);
        }
        assertThat(inlet.records).isEqualTo(before);
        assertThat(inlet.events).as("scrap, state, order and good of each").isEqualTo(20 * 256 * 4);
        assertThat(allocated).as("bytes for 256 messages").isLessThan(256);
    }

    private static void assertTaken(final boolean isTaken) {
        if (!isTaken) {
            throw new AssertionError("went the other way");
        }
    }

    static void both(
            final Side direct,
            final Side plain,
            final Type type,
            final String device,
            final byte[] payload,
            final long nowMs)
            throws MalformedPayloadException {
        final long nowNs = nowMs * 1_000_000 + 17;
        direct.hear(type, device, payload, nowNs);
        plain.hear(type, device, payload, nowNs);
        assertThat(direct.inlet.messages).isEqualTo(plain.inlet.messages);
        assertThat(direct.letters()).isEqualTo(plain.letters());
        assertThat(direct.said).isEqualTo(plain.said);
        assertThat(direct.node.session().state()).isEqualTo(plain.node.session().state());
        assertThat(direct.node.session().lastTakenNs())
                .isEqualTo(plain.node.session().lastTakenNs());
        assertThat(direct.counters.impossible().sum())
                .isEqualTo(plain.counters.impossible().sum());
    }

    static byte[] nodeBirth(final long nowMs) {
        return payload(
                nowMs,
                0,
                metric().name("bdSeq").longValue(1),
                named("Packs", 9, DataType.INT64).longValue(5));
    }

    static byte[] deviceBirth(final long nowMs, final int seq, final SplittableRandom random) {
        final DataType counter = List.of(
                        DataType.INT64,
                        DataType.DOUBLE,
                        DataType.FLOAT,
                        DataType.UINT64,
                        DataType.INT32,
                        DataType.STRING)
                .get(random.nextInt(6));
        final DataType state = random.nextBoolean() ? DataType.INT32 : DataType.STRING;
        return payload(
                nowMs,
                seq,
                named("State", 1, state).isNull(),
                named("Reason", 2, DataType.STRING).text(""),
                named("Mode", 3, DataType.STRING).text("AUTO"),
                named("Good", 4, counter).isNull(),
                named("Scrap/ü", 5, DataType.INT64).longValue(0),
                named("Order", 6, DataType.STRING).text("1002/0010"),
                named("Temperature", 7, DataType.FLOAT).floatValue(20));
    }

    private static byte[] data(final long nowMs, final int seq, final SplittableRandom random) {
        final TestMetric[] metrics = new TestMetric[random.nextInt(random.nextInt(10) == 0 ? 300 : 7)];
        final boolean isOdd = random.nextInt(4) == 0;
        for (int i = 0; i < metrics.length; i++) {
            metrics[i] = value(nowMs, random, isOdd);
        }
        return payload(random.nextInt(10) == 0 ? 0 : nowMs - 50, seq, metrics);
    }

    private static TestMetric value(final long nowMs, final SplittableRandom random, final boolean isOdd) {
        final int alias = 1 + random.nextInt(isOdd && random.nextInt(20) == 0 ? 8 : 7);
        final TestMetric metric = metric();
        if (random.nextInt(5) == 0) {
            metric.name(List.of("State", "Reason", "Mode", "Good", "Scrap/ü", "Order", "Temperature", "Unborn")
                    .get(alias - 1));
        } else {
            metric.alias(alias);
        }
        if (random.nextInt(3) > 0) {
            metric.time(nowMs - random.nextInt(4));
        }
        if (isOdd) {
            switch (random.nextInt(10)) {
                case 0 -> metric.historical();
                case 1 -> metric.isTransient();
                case 2 -> metric.isNull();
                case 3 -> {
                    return metric.doubleValue(-3);
                }
                case 4 -> {
                    return metric.nested(15, new byte[] {-1});
                }
                case 5 -> {
                    return metric.nested(17, new byte[2]);
                }
                case 6 -> {
                    return metric.booleanValue(true);
                }
                default -> {}
            }
        }
        return switch (alias) {
            case 1 ->
                random.nextBoolean()
                        ? metric.intValue(random.nextInt(20))
                        : metric.text(
                                List.of(" Execute ", "HELD", "", "odd", "6").get(random.nextInt(5)));
            case 2 -> metric.text(List.of("", "R1", "Wärme", " R2").get(random.nextInt(4)));
            case 3 ->
                random.nextBoolean()
                        ? metric.longValue(random.nextInt(6))
                        : metric.text(List.of("manual", "Auto", "x").get(random.nextInt(3)));
            case 4 ->
                switch (random.nextInt(3)) {
                    case 0 -> metric.longValue(random.nextInt(1_000_000));
                    case 1 -> metric.doubleValue(random.nextInt(1_000_000) / 100.0);
                    default -> metric.floatValue(random.nextInt(1_000_000) / 8f);
                };
            case 6 ->
                metric.text(List.of("1002/0010", "", "1003", "/0010", "a/b/c").get(random.nextInt(5)));
            default -> metric.longValue(random.nextInt(5_000));
        };
    }
}
