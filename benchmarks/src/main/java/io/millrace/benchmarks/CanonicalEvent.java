package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.SignalQuality;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One counter reading to bytes and back to a record, in three encodings. All start from an equal record, write every field and end
 * with an equal record, on one thread with reused buffers and codecs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CanonicalEvent {
    /** The same in JSON: Jackson binds records as they are. */
    public record JsonReading(EventHead head, Fact.CounterReading fact) {}

    static final EventHead HEAD = new EventHead(
            "demo/berlin/press/line1/press1",
            "gw1",
            17,
            123_456,
            "press-opcua",
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            1_790_000_000_123_456_789L,
            1_790_000_000_124_000_000L,
            SignalQuality.GOOD);
    static final Fact.CounterReading READING = new Fact.CounterReading(Measure.GOOD, false, 1_234_567_000L);

    private final Event event = new Event(HEAD, READING);
    private final JsonReading jsonReading = new JsonReading(HEAD, READING);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final EventEncoder encoder = new EventEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final ObjectMapper mapper = new ObjectMapper();
    private final ProtobufReading protobuf = new ProtobufReading();

    /** Simple Binary Encoding, as Millrace writes it to the journal and to Kafka. */
    @Benchmark
    public Event sbe() {
        encoder.encode(event, buffer, 0);
        return decoder.decode(buffer, 0);
    }

    /** Protocol Buffers, written and read by hand as generated code would. */
    @Benchmark
    public Event protobuf() throws IOException {
        return protobuf.read(protobuf.write(event));
    }

    /** JSON by Jackson databind. */
    @Benchmark
    public JsonReading jacksonJson() throws IOException {
        return mapper.readValue(mapper.writeValueAsBytes(jsonReading), JsonReading.class);
    }
}
