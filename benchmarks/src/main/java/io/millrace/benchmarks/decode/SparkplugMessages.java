package io.millrace.benchmarks.decode;

import com.google.protobuf.CodedOutputStream;
import io.millrace.ingest.sparkplug.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.model.MetricDataTypeMap;

/** Data messages of an edge node after its birth: metrics by alias, without names or datatypes; 256 that differ, always the same. */
final class SparkplugMessages {
    static final int COUNT = 256;

    private static final long SEED = 20_260_921;
    private static final long START_MS = 1_790_000_000_000L;
    private static final int FIRST_ALIAS = 1_000;
    /** As the birth would have given them, in turn. */
    private static final List<DataType> TYPES =
            List.of(DataType.INT64, DataType.DOUBLE, DataType.INT32, DataType.BOOLEAN, DataType.FLOAT, DataType.STRING);

    private static final DataType[] BY_ALIAS = new DataType[1_000];

    static {
        Arrays.setAll(BY_ALIAS, i -> TYPES.get(i % TYPES.size()));
    }

    private SparkplugMessages() {}

    static DataType type(final long alias) {
        return BY_ALIAS[(int) alias - FIRST_ALIAS];
    }

    /** What the births have said, for Tahu. */
    static MetricDataTypeMap births(final int metrics) {
        final MetricDataTypeMap births = new MetricDataTypeMap();
        for (long alias = FIRST_ALIAS; alias < FIRST_ALIAS + metrics; alias++) {
            births.addMetricDataType(
                    alias, MetricDataType.fromInteger(type(alias).ordinal()));
        }
        return births;
    }

    static byte[][] of(final int metrics) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final byte[][] messages = new byte[COUNT][];
        try {
            for (int i = 0; i < COUNT; i++) {
                messages[i] = message(i, metrics, random);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("bytes in memory take everything", e);
        }
        return messages;
    }

    private static byte[] message(final int number, final int metrics, final SplittableRandom random)
            throws IOException {
        final byte[] bytes = new byte[64 + metrics * 64];
        final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        final long timeMs = START_MS + number * 1_000L;
        out.writeUInt64(1, timeMs);
        for (int i = 0; i < metrics; i++) {
            out.writeByteArray(2, metric(FIRST_ALIAS + i, timeMs - random.nextInt(1_000), random));
        }
        out.writeUInt64(3, number);
        out.flush();
        return Arrays.copyOf(bytes, out.getTotalBytesWritten());
    }

    private static byte[] metric(final long alias, final long timeMs, final SplittableRandom random)
            throws IOException {
        final byte[] bytes = new byte[64];
        final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeUInt64(2, alias);
        out.writeUInt64(3, timeMs);
        switch (type(alias)) {
            case INT64 -> out.writeUInt64(11, random.nextLong(10_000_000));
            case INT32 -> out.writeUInt32(10, random.nextInt());
            case DOUBLE -> out.writeDouble(13, random.nextDouble() * 1_000);
            case BOOLEAN -> out.writeBool(14, random.nextBoolean());
            case FLOAT -> out.writeFloat(12, (float) random.nextDouble());
            default -> out.writeString(15, "LOT-" + random.nextInt(1_000_000));
        }
        out.flush();
        return Arrays.copyOf(bytes, out.getTotalBytesWritten());
    }
}
