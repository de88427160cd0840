package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.analytics.AnalyticsTopology;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the topologies really say, against what is published about it. */
class SchemaTest {
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/berlin/press/line1/press2";
    private static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final OperationKey UNDEFINED = new OperationKey("1003", "0010");
    private static final Topics TOPICS = Topics.embedded();
    private static final Map<String, List<TestRecord<String, byte[]>>> SAID = new TreeMap<>();

    @BeforeAll
    static void produce() {
        try (Drive production = new Drive(t -> ProductionTopology.build(t, "production"), Topics::events);
                Drive analytics = new Drive(t -> AnalyticsTopology.build(t, "analytics"), Topics::stateIntervals)) {
            production.pipe("", Shift.machineDefined(PRESS_1), Shift.operationDefined(FIRST, 20_000, 4_000));
            for (final long seed : new long[] {1, 2, 3}) {
                new RandomShift(PRESS_1 + seed, seed, List.of(FIRST, UNDEFINED))
                        .events.forEach(event -> production.pipe(PRESS_1, event));
            }
            oddities(production);
            analytics.pipe(production, TOPICS.stateIntervals(), TOPICS.stops(), TOPICS.counts());
            SAID.putAll(production.said());
            SAID.putAll(analytics.said());
        }
    }

    private static void oddities(final Drive production) {
        final Shift press2 = new Shift(PRESS_2);
        production.pipe(
                PRESS_2,
                press2.made(10),
                press2.wentBack(5),
                press2.wentBack(4),
                press2.skipOne().made(1));
        production.pipe(PRESS_2, press2.said(new Fact.SourceGap(Shift.START_NS, press2.nowNs(), "reconnected")));
        production.pipe(PRESS_2, press2.state(MachineState.HELD, "JAM"), press2.state(MachineState.EXECUTE, ""));
        production.pipe(PRESS_2, press2.tick(), "no event".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void forget() {
        SAID.clear();
    }

    static List<String> publicTopics() {
        return Topics.PUBLIC;
    }

    @ParameterizedTest
    @MethodSource("publicTopics")
    void shouldSayOnlyWhatItsSchemaAllows(final String topic) {
        final JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(Schemas.json(topic));

        assertThat(SAID.keySet()).contains(TOPICS.named(topic));
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            final String json = new String(record.value(), StandardCharsets.UTF_8);
            final Set<ValidationMessage> faults =
                    schema.validate(json, InputFormat.JSON, context -> context.getExecutionConfig()
                            .setFormatAssertionsEnabled(true));
            assertThat(faults).as(json).isEmpty();
        }
    }

    /** A schema that left out a field would pass everything: each field that is really said must be described. */
    @ParameterizedTest
    @MethodSource("publicTopics")
    void shouldDescribeEachFieldThatIsSaid(final String topic) throws IOException {
        final ObjectMapper mapper = new ObjectMapper();
        final Set<String> described = names(mapper.readTree(Schemas.json(topic)).get("properties"));
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            assertThat(described).containsAll(names(mapper.readTree(record.value())));
        }
    }

    @ParameterizedTest
    @MethodSource("publicTopics")
    void shouldCarryCloudEventHeaders(final String topic) {
        for (final TestRecord<String, byte[]> record : SAID.get(TOPICS.named(topic))) {
            final Map<String, String> headers = new TreeMap<>();
            for (final Header header : record.headers()) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
            assertThat(headers)
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("ce_subject", record.key())
                    .containsKeys("ce_id", "ce_source", "ce_type", "ce_time");
        }
    }

    @Test
    void shouldListEachPublicTopicInTheAsyncApiDocumentWithItsSchemaAndType() throws IOException {
        final JsonNode document = new YAMLMapper().readTree(Schemas.asyncApi());
        final Set<String> addresses = new TreeSet<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asText()));
        final Set<String> payloads = new TreeSet<>();
        final Set<String> types = new TreeSet<>();
        document.get("components").get("messages").forEach(message -> {
            payloads.add(message.get("payload").get("$ref").asText());
            types.add(message.get("name").asText());
        });

        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(
                        Topics.PUBLIC.stream().map(TOPICS::named).toList());
        assertThat(payloads)
                .containsExactlyInAnyOrderElementsOf(Topics.PUBLIC.stream()
                        .map(each -> "./" + each + ".json")
                        .toList());
        final Set<String> said = new TreeSet<>();
        SAID.forEach((topic, records) -> records.forEach(record ->
                said.add(new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8))));
        said.remove(RecordType.OPERATION_PROGRESS.text());
        said.remove(RecordType.CONTRIBUTION.text());
        assertThat(types).isEqualTo(said);
    }

    private static Set<String> names(final JsonNode object) {
        final Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
