package io.millrace.ingest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.millrace.ingest.mqtt.JsonMapper;
import io.millrace.ingest.mqtt.Mapped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is published about the input, against what the reader takes. */
class InputSchemaTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long SEED = 20_260_921;
    private static final int ENTRIES = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonMapper READER =
            new JsonMapper("gw", "mes", Set.of(MACHINE), List.of(), JsonLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource
    void shouldTakeWhatTheSchemaTakes(final JsonKind kind) throws IOException {
        final JsonSchema schema = schema(kind);
        final EntryGenerator generator = new EntryGenerator(SEED + kind.ordinal());
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < ENTRIES; i++) {
            final String entry = JSON.writeValueAsString(generator.doubtful(kind));
            if (isValid(schema, entry)) {
                taken++;
                assertThat(read(kind, entry).letter())
                        .as("seed %d: %s", SEED, entry)
                        .isNull();
            } else {
                refused++;
            }
        }
        assertThat(taken).isGreaterThan(ENTRIES / 10);
        assertThat(refused).isGreaterThan(ENTRIES / 10);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishWhatIsTaken(final JsonKind kind) throws IOException {
        final JsonSchema schema = schema(kind);
        final EntryGenerator generator = new EntryGenerator(SEED + kind.ordinal());
        final ArrayNode all = JSON.createArrayNode();
        for (int i = 0; i < 200; i++) {
            final JsonNode entry = generator.right(kind);
            final String text = JSON.writeValueAsString(entry);
            assertThat(read(kind, text).letter()).as("seed %d: %s", SEED, text).isNull();
            assertThat(schema.validate(text, InputFormat.JSON))
                    .as("seed %d: %s", SEED, text)
                    .isEmpty();
            all.add(entry);
        }
        final String array =
                JSON.writeValueAsString(IntStream.range(0, 5).mapToObj(all::get).toList());
        assertThat(schema.validate(array, InputFormat.JSON)).isEmpty();
        assertThat(read(kind, array).events()).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "COUNT; []",
                "COUNT; 7",
                "COUNT; {}",
                "COUNT; [7]",
                "COUNT; {\"time\":1767225600000,\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":7,\"time\":1767225600000,\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"time\":null,\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"time\":\"2026-02-30T00:00:00Z\",\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"time\":1767225600,\"measure\":\"good\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"time\":1767225600000,\"measure\":\"nice\",\"quantity\":1}",
                "COUNT; {\"id\":\"a\",\"time\":1767225600000,\"measure\":\"good\",\"quantity\":-1}",
                "COUNT; {\"id\":\"a\",\"time\":1767225600000,\"measure\":\"good\",\"quantity\":\"1\"}",
                "COUNTER; {\"measure\":\"good\",\"value\":1,\"reset\":true}",
                "COUNTER; {\"measure\":\"good\",\"value\":1,\"reset\":true,\"time\":null,\"id\":\" \"}",
                "STATE; {\"state\":18}",
                "STATE; {\"state\":\"RUNNING\"}",
                "STATE; {\"state\":6,\"mode\":\"TURBO\"}",
                "CONTEXT; {\"time\":1767225600000,\"transition\":\"STARTED\"}",
                "CONTEXT; {\"time\":1767225600000,\"transition\":\"PAUSED\",\"revision\":65535}",
                "LABOUR; {\"id\":\"a\",\"time\":1767225600000,\"person\":\"p\",\"activity\":\"a\",\"seconds\":31622401}",
                "SCRAP; {\"id\":\"a\",\"time\":1767225600000,\"quantity\":1,\"reason\":\"r\",\"order\":\"1\"}",
                "DECISION; {\"type\":\"QUARANTINE_ACCEPTED\",\"actor\":\"a\",\"reason\":\"r\"}",
                "DECISION; {\"type\":\"SETTLE_REQUESTED\",\"actor\":\" \",\"reason\":\"r\"}"
            })
    void shouldBothRefuse(final JsonKind kind, final String payload) throws IOException {
        assertThat(isValid(schema(kind), payload)).isFalse();
        assertThat(read(kind, payload).letter()).isNotNull();
    }

    /** What a schema has no word for, so that a sender cannot rely on it alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "STATE; {\"state\":6,\"note\":{\"a\":1,\"a\":2}}",
                "STATE; {\"state\":6.0}",
                "STATE; {\"state\":6,\"reason\":\"\\ud800\"}",
                "STATE; {\"state\":6,\"note\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
                "COUNTER; {\"measure\":\"good\",\"value\":0.0000000000000000000000000000000000000000000000000000000000000000001}"
            })
    void shouldRefuseWhatTheSchemaCannotSay(final JsonKind kind, final String payload) throws IOException {
        assertThat(isValid(schema(kind), payload)).isTrue();
        assertThat(read(kind, payload).letter()).isNotNull();
    }

    /** What the reader lets pass and nobody should rely on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "STATE; {\"state\":\" execute\"}",
                "COUNTER; {\"measure\":\"Good\",\"value\":1}",
                "COUNTER; {\"measure\":\"good\",\"value\":1,\"time\":\"2026-01-01T00:00Z\"}"
            })
    void shouldPublishLessThanIsTaken(final JsonKind kind, final String payload) throws IOException {
        assertThat(isValid(schema(kind), payload)).isFalse();
        assertThat(read(kind, payload).letter()).isNull();
    }

    @Test
    void shouldDescribeATopicForEveryKind() throws IOException {
        final JsonNode document = new YAMLMapper().readTree(resource("asyncapi.yaml"));
        for (final JsonKind kind : JsonKind.values()) {
            final JsonNode channel = document.path("channels").path(kind.word());
            final String address = channel.path("address").asText();
            final String topic = address.replaceAll("\\{\\w+}", "x");
            assertThat(new JsonMapper("gw", "mes", Set.of("x/x/x/x/x"), List.of(), JsonLimits.DEFAULT)
                            .map(topic, JSON.writeValueAsBytes(new EntryGenerator(SEED).right(kind)), "", 0)
                            .letter())
                    .as(topic)
                    .isNull();
            final JsonNode message = document.at(
                    channel.at("/messages/" + kind.word() + "/$ref").asText().substring(1));
            assertThat(message.at("/payload/$ref").asText()).isEqualTo(kind.word() + ".json");
            channel.path("parameters").forEach(parameter -> assertThat(
                            document.at(parameter.path("$ref").asText().substring(1))
                                    .isObject())
                    .isTrue());
        }
        assertThat(document.path("channels")).hasSameSizeAs(Arrays.asList(JsonKind.values()));
        assertThat(document.path("operations")).hasSameSizeAs(Arrays.asList(JsonKind.values()));
    }

    private static boolean isValid(final JsonSchema schema, final String payload) {
        return schema.validate(payload, InputFormat.JSON).isEmpty();
    }

    private static Mapped read(final JsonKind kind, final String payload) {
        return READER.map(
                "millrace/v1/" + MACHINE + "/" + kind.word(), payload.getBytes(UTF_8), "", 1_767_225_600_000_000_000L);
    }

    private static JsonSchema schema(final JsonKind kind) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        resource(kind.word() + ".json"),
                        InputFormat.JSON,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    private static String resource(final String name) throws IOException {
        try (InputStream in = JsonKind.class.getResourceAsStream("schema/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        }
    }
}
