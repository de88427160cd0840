package io.millrace.benchmarks.decode;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONReader;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.mqtt.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An MQTT JSON message to its event, ours to the bytes that go to the journal, the others to a record; and the reading alone, ours to
 * checked values, the others to the fields of an object. Ours also refuses what is not allowed (unknown machines, fields twice,
 * impossible numbers, whatever is behind the end); the others take every message to be good.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonDecode {
    private final List<JsonMessage> messages = JsonMessage.all();
    private final JsonMapper mapper = mapper();
    private final EntryWalker walker = warm(mapper);
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final ObjectReader databind = new ObjectMapper().readerFor(JsonEntry.class);
    private final JsonFactory streaming = new JsonFactory();
    private int next;

    /** As the gateway uses it, without mappings of foreign topics. */
    public static JsonMapper mapper() {
        return new JsonMapper(
                JsonMessage.GATEWAY, JsonMessage.SOURCE, JsonMessage.machines(), List.of(), JsonLimits.DEFAULT);
    }

    private JsonMessage next() {
        return messages.get(next++ & JsonMessage.COUNT - 1);
    }

    /** A walker that has seen each of the messages. */
    public static EntryWalker warm(final JsonMapper mapper) {
        final EntryWalker walker = mapper.walker();
        for (final JsonMessage message : JsonMessage.all()) {
            if (!walker.tryRead(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)) {
                walker.learn(message.topic(), message.payload());
            }
        }
        return walker;
    }

    /** As the gateway does it: to the event's bytes, by the walker where it knows the shape. */
    @Benchmark
    public int millrace() {
        final JsonMessage message = next();
        if (!walker.tryRead(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)) {
            throw new IllegalStateException("of a shape that is not known: " + message);
        }
        return walker.write(0, buffer);
    }

    /** The first half of it: all fields found, checked and understood, nothing written. */
    @Benchmark
    public boolean readMillrace() {
        final JsonMessage message = next();
        return walker.tryRead(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS);
    }

    /** What is of another shape each time: by Jackson's tree, to a record. */
    @Benchmark
    public Event millraceUnknownShape() {
        final JsonMessage message = next();
        return mapper.map(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)
                .events()
                .get(0);
    }

    @Benchmark
    public Event fastjson2() {
        final JsonMessage message = next();
        return JSON.parseObject(message.payload(), JsonEntry.class, JSONReader.Feature.FieldBased)
                .event(message.topic());
    }

    @Benchmark
    public Object readFastjson2() {
        return JSON.parseObject(next().payload(), JsonEntry.class, JSONReader.Feature.FieldBased);
    }

    @Benchmark
    public Event jacksonDatabind() throws IOException {
        final JsonMessage message = next();
        return databind.<JsonEntry>readValue(message.payload()).event(message.topic());
    }

    @Benchmark
    public Object readJacksonDatabind() throws IOException {
        return databind.readValue(next().payload());
    }

    @Benchmark
    public Event jacksonStreaming() throws IOException {
        final JsonMessage message = next();
        return JsonEntry.read(streaming, message.payload()).event(message.topic());
    }
}
