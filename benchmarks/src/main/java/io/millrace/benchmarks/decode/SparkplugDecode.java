package io.millrace.benchmarks.decode;

import io.millrace.ingest.sparkplug.MalformedPayloadException;
import io.millrace.ingest.sparkplug.PayloadDecoder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A Sparkplug B data message to the alias, time and value of each of its metrics. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SparkplugDecode {
    @Param({"1", "10", "100"})
    int metrics;

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
    private final Metrics sum = this::add;
    private byte[][] messages = {};
    private int next;
    private long total;

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
    }

    private byte[] next() {
        return messages[next++ & SparkplugMessages.COUNT - 1];
    }

    private void add(final long alias, final long timeMs, final @Nullable Object value) {
        total += alias + timeMs + (value == null ? 0 : value.hashCode());
    }

    /** Our cursor, which checks the whole payload first. */
    @Benchmark
    public long millrace() throws MalformedPayloadException {
        read(decoder, next(), sum);
        return total;
    }

    /** Protobuf's way: message objects, as its generated classes build them. */
    @Benchmark
    public long protobuf() throws IOException {
        ProtobufPayload.parse(next()).forEach(sum);
        return total;
    }

    static void read(final PayloadDecoder decoder, final byte[] payload, final Metrics consumer)
            throws MalformedPayloadException {
        decoder.wrap(payload);
        while (decoder.next()) {
            final long alias = decoder.alias();
            consumer.metric(alias, decoder.metricTimestampMs(), decoder.value(SparkplugMessages.type(alias)));
        }
    }
}
