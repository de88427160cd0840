package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.EventWriter;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.SignalQuality;
import io.millrace.core.event.sbe.CounterReadingDecoder;
import io.millrace.core.event.sbe.MessageHeaderDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A counter reading to bytes, and from bytes to a record, in three encodings. All start from equal records, write every field and
 * end with equal records, on one thread with reused codecs; 256 readings of 8 machines differ.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CanonicalEvent {
    /** The same in JSON: Jackson binds records as they are. */
    public record JsonReading(EventHead head, Fact.CounterReading fact) {
        Event event() {
            return new Event(head, fact);
        }
    }

    static final int EVENTS = 256;

    private static final int MACHINES = 8;
    private static final int MAX_BYTES = 1024;

    private final Event[] events = new Event[EVENTS];
    private final JsonReading[] jsonReadings = new JsonReading[EVENTS];
    private final UnsafeBuffer[] sbeBytes = new UnsafeBuffer[EVENTS];
    private final byte[][] protobufBytes = new byte[EVENTS][];
    private final byte[][] jsonBytes = new byte[EVENTS][];
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_BYTES]);
    private final byte[] bytes = new byte[MAX_BYTES];
    private final EventEncoder encoder = new EventEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final ObjectWriter jsonWriter = new ObjectMapper().writerFor(JsonReading.class);
    private final ObjectReader jsonReader = new ObjectMapper().readerFor(JsonReading.class);
    private final ProtobufReading protobuf = new ProtobufReading();
    private final EventWriter writer = new EventWriter();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CounterReadingDecoder view = new CounterReadingDecoder();
    private final byte[][] origins = new byte[EVENTS][];
    private final byte[][] correlations = new byte[EVENTS][];
    private int next;

    static Event event(final int i) {
        final long timeNs = 1_790_000_000_123_456_789L + i * 1_000_000_000L;
        final EventHead head = new EventHead(
                "demo/berlin/press/line1/press" + (1 + i % MACHINES),
                "gw1",
                17,
                123_456 + i,
                "press-opcua",
                "",
                String.format("00-0af7651916cd43dd8448eb211c80319c-b7ad6b71692%05x-01", i),
                timeNs,
                timeNs + 543_211,
                SignalQuality.GOOD);
        return new Event(head, new Fact.CounterReading(Measure.GOOD, false, 1_234_567_000L + i * 1_000L));
    }

    @Setup
    public void encodeAll() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            events[i] = event(i);
            jsonReadings[i] = new JsonReading(events[i].head(), (Fact.CounterReading) events[i].fact());
            final EventHead head = events[i].head();
            origins[i] = EventWriter.texts(head.machine(), head.gateway(), head.source());
            correlations[i] = head.correlationId().getBytes(StandardCharsets.UTF_8);
            sbeBytes[i] = new UnsafeBuffer(new byte[MAX_BYTES]);
            encoder.encode(events[i], sbeBytes[i], 0);
            protobufBytes[i] = new byte[protobuf.write(events[i], bytes)];
            System.arraycopy(bytes, 0, protobufBytes[i], 0, protobufBytes[i].length);
            jsonBytes[i] = jsonWriter.writeValueAsBytes(jsonReadings[i]);
        }
    }

    private int next() {
        return next++ & EVENTS - 1;
    }

    /** Simple Binary Encoding, as Millrace writes it to the journal and to Kafka. */
    @Benchmark
    public int encodeSbe() {
        return encoder.encode(events[next()], buffer, 0);
    }

    /** Protocol Buffers, written by hand as generated code would. */
    @Benchmark
    public int encodeProtobuf() throws IOException {
        return protobuf.write(events[next()], bytes);
    }

    /** JSON by Jackson databind. */
    @Benchmark
    public byte[] encodeJackson() throws IOException {
        return jsonWriter.writeValueAsBytes(jsonReadings[next()]);
    }

    @Benchmark
    public Event decodeSbe() {
        return decoder.decode(sbeBytes[next()], 0);
    }

    /** As the hot path does it: written from numbers and bytes, and read where it lies, without records. Compare with both of a rival. */
    @Benchmark
    public long inPlaceSbe() {
        final int i = next();
        final JsonReading reading = jsonReadings[i];
        writer.begin(buffer, 0, reading.head().sourceTimeNs(), reading.head().gatewayTimeNs(), SignalQuality.GOOD)
                .counterReading(
                        reading.fact().measure(),
                        reading.fact().reset(),
                        reading.fact().valueMilli())
                .encodedTexts(origins[i])
                .noText()
                .text(correlations[i]);
        header.wrap(buffer, 0);
        view.wrap(buffer, MessageHeaderDecoder.ENCODED_LENGTH, header.blockLength(), header.version());
        final long sum = view.head().sourceTimeNs()
                + view.head().gatewayTimeNs()
                + view.measure().value()
                + view.reset()
                + view.valueMilli();
        return sum
                + view.skipMachine()
                + view.skipGateway()
                + view.skipSource()
                + view.skipSourceEventId()
                + view.skipCorrelationId();
    }

    @Benchmark
    public Event decodeProtobuf() throws IOException {
        final byte[] message = protobufBytes[next()];
        return protobuf.read(message, message.length);
    }

    @Benchmark
    public JsonReading decodeJackson() throws IOException {
        return jsonReader.readValue(jsonBytes[next()]);
    }
}
