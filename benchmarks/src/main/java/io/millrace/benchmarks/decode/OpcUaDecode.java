package io.millrace.benchmarks.decode;

import io.millrace.core.event.Event;
import io.millrace.core.event.Measure;
import io.millrace.ingest.opcua.Intake;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.source.WritableMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An OPC UA data change of 100 values, 256 notifications that differ. {@code milo}: to Milo's objects, which is what the protocol costs
 * before our part begins; {@code millrace}: that, and from there to the bytes of the events they make, as they would lie in the ring.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpcUaDecode {
    public static final int VALUES = 100;

    private static final int COUNT = 256;
    private static final long SEED = 20_260_921;
    private static final long START_TICKS = 134_344_736_000_000_000L;
    private static final long START_NS = 1_790_000_000_000_000_000L;
    private static final String MACHINE = "demo/berlin/press/line1/press1";
    /** Whole numbers, fractions, truth values and texts in turn, as the values are. */
    private static final List<Signal> SIGNALS = List.of(
            Signal.counter("ns=1;s=Good", Measure.GOOD),
            Signal.counter("ns=1;s=Metres", Measure.TOTAL),
            Signal.of("ns=1;s=Mode", Signal.Kind.MODE),
            Signal.of("ns=1;s=Order", Signal.Kind.ORDER));

    private final EncodingContext context = DefaultEncodingContext.INSTANCE;
    private final DataChangeNotification.Codec codec = new DataChangeNotification.Codec();
    private final OpcUaBinaryDecoder decoder = new OpcUaBinaryDecoder(context);
    private final ByteBuf[] messages = new ByteBuf[COUNT];
    private final Written written = new Written();
    private final Intake intake = Intake.listening(
            new SourceContext("gw", "opc", () -> START_NS, written, Set.of(MACHINE), 0),
            List.of(new MachineSignals(MACHINE, SIGNALS)));
    private final List<OpcUaMonitoredItem> items = items();
    private final List<DataValue> values = new ArrayList<>();
    private int next;

    /** Takes events as the ring does, to a place where nobody reads them. */
    static final class Written implements Inlet {
        private final ExpandableArrayBuffer slot = new ExpandableArrayBuffer(1024);
        private long events;

        @Override
        public boolean tryOffer(final WritableMessage message, final Runnable durable) {
            for (int i = 0; i < message.count(); i++) {
                message.write(i, slot);
            }
            events += message.count();
            return true;
        }

        @Override
        public boolean tryOffer(final List<Event> message, final Runnable durable) {
            throw new IllegalStateException("unusual: " + message);
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
            throw new IllegalStateException(letter.detail());
        }
    }

    private List<OpcUaMonitoredItem> items() {
        final List<OpcUaMonitoredItem> made = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            final OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(
                    NodeId.parse(SIGNALS.get(i % SIGNALS.size()).address()));
            item.setUserObject(intake.userObject(MACHINE, SIGNALS.get(i % SIGNALS.size())));
            made.add(item);
        }
        return made;
    }

    /** Once, before the first. */
    @Setup
    public void makeMessages() {
        final SplittableRandom random = random();
        for (int i = 0; i < COUNT; i++) {
            messages[i] = Unpooled.buffer();
            codec.encodeType(context, new OpcUaBinaryEncoder(context).setBuffer(messages[i]), notification(i, random));
        }
    }

    static DataChangeNotification notification(final int number, final SplittableRandom random) {
        final MonitoredItemNotification[] items = new MonitoredItemNotification[VALUES];
        for (int i = 0; i < VALUES; i++) {
            final DateTime time = new DateTime(START_TICKS + number * 10_000_000L + i);
            items[i] = new MonitoredItemNotification(
                    UInteger.valueOf(1_000 + i), new DataValue(value(i, random), StatusCode.GOOD, time, time));
        }
        return new DataChangeNotification(items, null);
    }

    private static Variant value(final int i, final SplittableRandom random) {
        return switch (i % 4) {
            case 0 -> Variant.of(random.nextLong(10_000_000));
            case 1 -> Variant.of(random.nextDouble() * 1_000);
            case 2 -> Variant.of(random.nextBoolean());
            default -> Variant.of("LOT-" + random.nextInt(100));
        };
    }

    static SplittableRandom random() {
        return new SplittableRandom(SEED);
    }

    @Benchmark
    public DataChangeNotification milo() {
        final ByteBuf message = messages[next++ & COUNT - 1].readerIndex(0);
        decoder.setBuffer(message);
        return codec.decodeType(context, decoder);
    }

    /** @return events made so far */
    @Benchmark
    public long millrace() {
        final MonitoredItemNotification[] changes = Objects.requireNonNull(milo().getMonitoredItems());
        values.clear();
        for (final MonitoredItemNotification change : changes) {
            values.add(change.getValue());
        }
        intake.onDataReceived(null, items, values);
        return written.events;
    }
}
