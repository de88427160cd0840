package io.millrace.benchmarks.path;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From one thread to another and the word back that it came; the sender spins meanwhile. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingHop {
    static final int BURST = 256;

    @Param
    ChannelKind channel = ChannelKind.DISRUPTOR_BLOCKING;

    private final byte[] content = new byte[Channel.BYTES];
    private Channel open = Channel.NONE;
    private long sent;

    @Setup
    public void open() {
        Arrays.fill(content, (byte) 1);
        open = Channel.open(channel);
    }

    @TearDown
    public void close() {
        open.close();
    }

    /** The receiver has gone to wait before each message: latency. */
    @Benchmark
    public long one() {
        open.send(++sent, content);
        open.awaitReceived(sent);
        return sent;
    }

    /** Many in a row, then the word that the last one came: throughput. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
        for (int i = 0; i < BURST; i++) {
            open.send(++sent, content);
        }
        open.awaitReceived(sent);
        return sent;
    }

    /** What came, once it is closed. */
    long sum() {
        return open.sum();
    }
}
