package io.millrace.benchmarks.decode;

import io.millrace.ingest.sparkplug.DataType;
import io.millrace.ingest.sparkplug.MalformedPayloadException;
import io.millrace.ingest.sparkplug.PayloadDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.eclipse.tahu.protobuf.SparkplugBProto;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A Sparkplug B data message to the alias, time and value of each of its metrics, read as the datatype says that the birth gave to the
 * alias. A text is where its bytes are, or an object that holds them; Tahu has no way but to make a String.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SparkplugDecode {
    @Param({"1", "10", "100"})
    int metrics;

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
    private final SparkplugBPayloadDecoder tahu = new SparkplugBPayloadDecoder();
    private MetricDataTypeMap births = new MetricDataTypeMap();
    private byte[][] messages = {};
    private int next;

    /** Ready to run. */
    public static SparkplugDecode of(final int metrics) {
        final SparkplugDecode benchmark = new SparkplugDecode();
        benchmark.metrics = metrics;
        benchmark.makeMessages();
        return benchmark;
    }

    @Setup
    public void makeMessages() {
        messages = SparkplugMessages.of(metrics);
        births = SparkplugMessages.births(metrics);
    }

    private byte[] next() {
        return messages[next++ & SparkplugMessages.COUNT - 1];
    }

    /** Our cursor, which checks the whole payload first. */
    @Benchmark
    public long millrace() throws MalformedPayloadException {
        return sum(next());
    }

    /** Protobuf's message objects, of classes that its compiler has generated. */
    @Benchmark
    public long protobuf() throws IOException {
        return sumByProtobuf(next());
    }

    /** Eclipse Tahu's objects, which it makes of protobuf's. */
    @Benchmark
    public long tahu() throws Exception {
        return sumByTahu(next());
    }

    /** Of all that can be read from the metrics; another if any of it is. */
    long sum(final byte[] payload) throws MalformedPayloadException {
        decoder.wrap(payload);
        long sum = decoder.timestampMs() + decoder.seq();
        while (decoder.next()) {
            final long alias = decoder.alias();
            final DataType type = SparkplugMessages.type(alias);
            final long value =
                    switch (type) {
                        case DOUBLE -> Double.doubleToRawLongBits(decoder.doubleValue());
                        case FLOAT -> Float.floatToRawIntBits((float) decoder.doubleValue());
                        case STRING -> decoder.textLength();
                        default -> decoder.longValue(type);
                    };
            sum = add(sum, alias, decoder.metricTimestampMs(), value);
        }
        return sum;
    }

    long sumByProtobuf(final byte[] message) throws IOException {
        final SparkplugBProto.Payload payload = SparkplugBProto.Payload.parseFrom(message);
        long sum = payload.getTimestamp() + payload.getSeq();
        for (int i = 0; i < payload.getMetricsCount(); i++) {
            final SparkplugBProto.Payload.Metric metric = payload.getMetrics(i);
            final DataType type = SparkplugMessages.type(metric.getAlias());
            final long value =
                    switch (type) {
                        case DOUBLE -> Double.doubleToRawLongBits(metric.getDoubleValue());
                        case FLOAT -> Float.floatToRawIntBits(metric.getFloatValue());
                        case STRING -> metric.getStringValueBytes().size();
                        case BOOLEAN -> metric.getBooleanValue() ? 1 : 0;
                        case INT32 -> metric.getIntValue();
                        default -> metric.getLongValue();
                    };
            sum = add(sum, metric.getAlias(), metric.getTimestamp(), value);
        }
        return sum;
    }

    long sumByTahu(final byte[] message) throws Exception {
        final SparkplugBPayload payload = tahu.buildFromByteArray(message, births);
        long sum = payload.getTimestamp().getTime() + payload.getSeq();
        for (final Metric metric : payload.getMetrics()) {
            final Object value = metric.getValue();
            final long bits;
            if (value instanceof Double number) {
                bits = Double.doubleToRawLongBits(number);
            } else if (value instanceof Float number) {
                bits = Float.floatToRawIntBits(number);
            } else if (value instanceof Boolean flag) {
                bits = flag ? 1 : 0;
            } else if (value instanceof String text) {
                bits = text.length();
            } else {
                bits = ((Number) value).longValue();
            }
            sum = add(sum, metric.getAlias(), metric.getTimestamp().getTime(), bits);
        }
        return sum;
    }

    private static long add(final long sum, final long alias, final long timeMs, final long value) {
        return sum + 31 * (31 * alias + timeMs) + value;
    }
}
