package io.millrace.benchmarks.path;

import io.millrace.benchmarks.decode.JsonDecode;
import io.millrace.benchmarks.decode.JsonMessage;
import io.millrace.core.event.Event;
import io.millrace.ingest.ring.WaitPolicy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * The gateway's own ring with a journal that keeps nothing: encoding an event, the hop, numbering, checks, the acknowledgement. To
 * be read beside {@link RingHop}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventRingHop {
    static final int BURST = RingHop.BURST;

    @Param
    WaitPolicy wait = WaitPolicy.BLOCKING;

    private final List<List<Event>> messages = events();
    private @Nullable Intake intake;
    private int next;

    /** Every message of {@link JsonMessage} as its event. */
    static List<List<Event>> events() {
        return JsonMessage.all().stream()
                .map(message -> JsonDecode.mapper()
                        .map(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)
                        .events())
                .toList();
    }

    @Setup
    public void open() {
        intake = new Intake(new NoJournal(), wait);
    }

    @TearDown
    public void close() {
        intake().close();
    }

    private Intake intake() {
        return Objects.requireNonNull(intake);
    }

    private List<Event> next() {
        return messages.get(next++ & JsonMessage.COUNT - 1);
    }

    @Benchmark
    public long one() {
        intake().offer(next());
        return intake().awaitDurable();
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
        for (int i = 0; i < BURST; i++) {
            intake().offer(next());
        }
        return intake().awaitDurable();
    }
}
