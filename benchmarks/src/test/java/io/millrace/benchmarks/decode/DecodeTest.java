package io.millrace.benchmarks.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.ingest.mqtt.Mapped;
import io.millrace.ingest.sparkplug.PayloadDecoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is compared must come to the same values, on each of the messages that are measured. */
class DecodeTest {
    private record Read(long alias, long timeMs, Object value) {}

    private static Metrics into(final List<Read> list) {
        return (alias, timeMs, value) -> list.add(new Read(alias, timeMs, Objects.requireNonNull(value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100})
    void shouldReadTheSameMetrics(final int metrics) throws Exception {
        final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
        final Set<List<Read>> all = new HashSet<>();
        for (final byte[] message : SparkplugMessages.of(metrics)) {
            final List<Read> ours = new ArrayList<>();
            SparkplugDecode.read(decoder, message, into(ours));
            final ProtobufPayload payload = ProtobufPayload.parse(message);
            final List<Read> theirs = new ArrayList<>();
            payload.forEach(into(theirs));
            assertThat(theirs).hasSize(metrics).isEqualTo(ours);
            assertThat(payload.timestampMs()).isEqualTo(decoder.timestampMs());
            assertThat(payload.seq()).isEqualTo(decoder.seq());
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
            assertThat(JsonEntry.read(new JsonFactory(), message.payload()).event(message.topic()))
                    .isEqualTo(event);
            all.add(event);
            kinds.add(event.fact().getClass());
        }
        assertThat(all).as("messages that differ").hasSize(JsonMessage.COUNT);
        assertThat(kinds).hasSize(5);
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
