package io.millrace.benchmarks.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.fastjson2.JSON;
import com.alibaba.fastjson2.JSONReader;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.mqtt.JsonMapper;
import io.millrace.ingest.mqtt.Mapped;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is compared must come to the same values, on each of the messages that are measured. */
class DecodeTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void shouldReadTheSameMetrics(final int metrics) throws Exception {
        final SparkplugDecode benchmark = SparkplugDecode.of(metrics);
        final Set<Long> all = new HashSet<>();
        for (final byte[] message : SparkplugMessages.of(metrics)) {
            final long ours = benchmark.sum(message);
            assertThat(benchmark.sumByProtobuf(message)).isEqualTo(ours);
            assertThat(benchmark.sumByTahu(message)).isEqualTo(ours);
            all.add(ours);
        }
        assertThat(all).as("messages that differ").hasSize(SparkplugMessages.COUNT);
    }

    @Test
    void shouldReadTheSameEvents() throws Exception {
        final Set<Event> all = new HashSet<>();
        final Set<Class<?>> kinds = new HashSet<>();
        for (final JsonMessage message : JsonMessage.all()) {
            final Mapped ours = JsonDecode.mapper().map(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS);
            assertThat(ours.letter()).isNull();
            final Event event = ours.events().get(0);
            assertThat(new ObjectMapper()
                            .readValue(message.payload(), JsonEntry.class)
                            .event(message.topic()))
                    .isEqualTo(event);
            assertThat(fastjson(message)).isEqualTo(event);
            assertThat(JsonEntry.read(new JsonFactory(), message.payload()).event(message.topic()))
                    .isEqualTo(event);
            all.add(event);
            kinds.add(event.fact().getClass());
        }
        assertThat(all).as("messages that differ").hasSize(JsonMessage.COUNT);
        assertThat(kinds).hasSize(5);
    }

    private static Event fastjson(final JsonMessage message) {
        return JSON.parseObject(message.payload(), JsonEntry.class, JSONReader.Feature.FieldBased)
                .event(message.topic());
    }

    @Test
    void shouldWalkToTheSameEvents() {
        final JsonMapper mapper = JsonDecode.mapper();
        final EntryWalker walker = JsonDecode.warm(mapper);
        for (final JsonMessage message : JsonMessage.all()) {
            assertThat(walker.tryRead(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS))
                    .isTrue();
            assertThat(walker.events())
                    .isEqualTo(mapper.map(message.topic(), message.payload(), "", JsonMessage.GATEWAY_NS)
                            .events());
        }
    }

    @Test
    void shouldBeMessagesOfTwoHundredBytes() {
        assertThat(JsonMessage.all())
                .allSatisfy(message -> assertThat(message.payload().length).isBetween(170, 230));
        assertThat(JsonMessage.all().stream()
                        .mapToInt(message -> message.payload().length)
                        .average()
                        .orElse(0))
                .isBetween(190.0, 210.0);
    }

    @Test
    void shouldReadTheValuesOfADataChange() {
        final OpcUaDecode benchmark = new OpcUaDecode();
        benchmark.makeMessages();
        final SplittableRandom random = OpcUaDecode.random();
        for (int i = 0; i < 256; i++) {
            final DataChangeNotification expected = OpcUaDecode.notification(i, random);
            final DataChangeNotification read = benchmark.milo();
            assertThat(read.getMonitoredItems()).hasSize(OpcUaDecode.VALUES).isEqualTo(expected.getMonitoredItems());
        }
    }
}
