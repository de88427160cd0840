package io.millrace.benchmarks.decode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
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
 * An OPC UA data change of 100 values to Milo's objects, 256 notifications that differ. Millrace has no decoder of its own for OPC
 * UA: this is what the protocol costs before our part begins.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OpcUaDecode {
    static final int VALUES = 100;

    private static final int COUNT = 256;
    private static final long SEED = 20_260_921;
    private static final long START_TICKS = 134_344_736_000_000_000L;

    private final EncodingContext context = DefaultEncodingContext.INSTANCE;
    private final DataChangeNotification.Codec codec = new DataChangeNotification.Codec();
    private final OpcUaBinaryDecoder decoder = new OpcUaBinaryDecoder(context);
    private final ByteBuf[] messages = new ByteBuf[COUNT];
    private int next;

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
            default -> Variant.of("LOT-" + random.nextInt(1_000_000));
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
}
