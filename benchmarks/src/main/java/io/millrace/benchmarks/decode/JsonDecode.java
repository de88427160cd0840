package io.millrace.benchmarks.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.mqtt.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * An MQTT JSON message to its event. Ours also refuses what is not allowed (unknown machines, fields twice, impossible numbers,
 * whatever is behind the end); the others take every message to be good.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonDecode {
    private final List<JsonMessage> messages = JsonMessage.all();
    private final JsonMapper mapper = mapper();
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

    @Benchmark
    public Event millrace() {
        final JsonMessage message = next();
        return mapper.map(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)
                .events()
                .get(0);
    }

    @Benchmark
    public Event jacksonDatabind() throws IOException {
        final JsonMessage message = next();
        return databind.<JsonEntry>readValue(message.payload()).event(message.topic());
    }

    @Benchmark
    public Event jacksonStreaming() throws IOException {
        final JsonMessage message = next();
        return JsonEntry.read(streaming, message.payload()).event(message.topic());
    }
}
