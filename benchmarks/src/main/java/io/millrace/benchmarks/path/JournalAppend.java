package io.millrace.benchmarks.path;

import io.millrace.core.event.EventEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One event in its SBE form to a file, and 64 of them with one force to the disk; each iteration writes to a folder of its own. Which
 * disk that is says more than anything else.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalAppend {
    static final int GROUP = 64;

    @Param
    LogKind log = LogKind.MILLRACE;

    private final List<byte[]> messages = messages();
    private @Nullable TemporaryFolder folder;
    private @Nullable Log open;
    private int next;

    static List<byte[]> messages() {
        final EventEncoder encoder = new EventEncoder();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        return EventRingHop.events().stream()
                .map(events -> {
                    final byte[] message = new byte[encoder.encode(events.get(0), buffer, 0)];
                    buffer.getBytes(0, message);
                    return message;
                })
                .toList();
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        final TemporaryFolder fresh = TemporaryFolder.create();
        folder = fresh;
        open = Log.open(log, fresh.path());
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        opened().close();
        Objects.requireNonNull(folder).close();
    }

    private Log opened() {
        return Objects.requireNonNull(open);
    }

    /** Into the page cache: it survives the death of the process. */
    @Benchmark
    public int append() throws IOException {
        opened().append(messages.get(next++ & messages.size() - 1));
        return next;
    }

    /** 64 events and one force: they survive a power cut. The figure is for all 64. */
    @Benchmark
    public int commit64() throws IOException {
        for (int i = 0; i < GROUP; i++) {
            append();
        }
        opened().commit();
        return next;
    }

    List<byte[]> read() throws IOException {
        return opened().read();
    }
}
