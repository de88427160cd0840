package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.app.yaml.Checked;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.mqtt.Dialect;
import io.millrace.ingest.mqtt.ForeignMapping;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.mqtt.Selection;
import io.millrace.ingest.mqtt.Umh;
import io.millrace.ingest.tls.ClientTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MqttJsonSettingsTest {
    private static final String CANONICAL = "url: \"mqtt://h\", topics: [\"millrace/v1/#\"]";
    private static final String MAPPING = "topic: hist/+, machine: \"acme/berlin/pack/line3/{1}\", kind: state";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeWhatIsNoCertificate() throws IOException {
        Files.writeString(folder.resolve("no.pem"), "nothing");
    }

    @Test
    void shouldReadTheDefaults() {
        final SourceSettings.MqttJson read = source(CANONICAL);

        assertThat(read.version()).isEqualTo(MqttVersion.V5);
        assertThat(read.tls()).isNull();
        assertThat(read.qos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(read.sessionExpiry()).isEqualTo(Duration.ofDays(7));
        assertThat(read.receiveMaximum()).isEqualTo(1_000);
        assertThat(source("url: \"mqtts://h\", topics: [\"#\"]").tls()).isEqualTo(ClientTls.DEFAULT);
    }

    @Test
    void shouldReadASharedSubscriptionOfTheOlderProtocol() {
        final SourceSettings.MqttJson read =
                source("url: \"mqtt://h\", version: 3.1.1, qos: 2, topics: [\"$share/gateways/millrace/v1/#\"]");

        assertThat(read.version()).isEqualTo(MqttVersion.V3_1_1);
        assertThat(read.qos()).isEqualTo(MqttQos.EXACTLY_ONCE);
        assertThat(read.topics()).containsExactly("$share/gateways/millrace/v1/#");
    }

    @Test
    void shouldReadAWholeMapping() {
        final SourceSettings.MqttJson read = source("url: \"mqtt://h\", topics: [\"hist/#\"], mappings: [{" + MAPPING
                + ", each: /tags, when: {/n: State, ^/v: \"[12]\"}, table: baler, time-unit: s, time-zone: Europe/Berlin,"
                + " fields: {state: /v, time: \"/t | ^/ts\", id: \"={^/id}-{/n}\"}}]");

        final ForeignMapping mapping = read.mappings().get(0);
        assertThat(mapping.kind()).isEqualTo(JsonKind.STATE);
        assertThat(mapping.fields()).isEqualTo(Map.of("state", "/v", "time", "/t | ^/ts", "id", "={^/id}-{/n}"));
        assertThat(mapping.selection()).isEqualTo(new Selection("/tags", Map.of("/n", "State", "^/v", "[12]")));
        assertThat(mapping.dialect().states().name()).isEqualTo("baler");
        assertThat(mapping.dialect().timeUnit()).isEqualTo(Dialect.TimeUnit.S);
        assertThat(mapping.dialect().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void shouldBringTheMappingOfTheUmh() {
        final SourceSettings.MqttJson read = source("url: \"mqtt://h\", mapping: umh, tags: ["
                + "{tag: counters/good, kind: counter, measure: good}, {tag: state, kind: state, contract: _pack}]");

        assertThat(read.mappings())
                .containsAll(Umh.analytics())
                .hasSizeGreaterThan(Umh.analytics().size() + 4);
        assertThat(read.topics())
                .containsAll(Umh.analyticsTopics())
                .contains("umh/v1/+/+/+/+/+/_historian/#", "umh/v1/+/+/+/+/+/_pack/#");
    }

    /** What the template shows of a UMH and of TLS lacks nothing but the files. */
    @Test
    void shouldTakeTheExamplesOfTheTemplate() {
        final String template = Template.millrace();
        final int from = template.indexOf("  # - name: umh");
        final int to = template.indexOf("  # A Sparkplug");
        final Checked<Configuration> read = Template.read(
                folder,
                template.substring(0, from)
                        + template.substring(from, to).replaceAll("(?m)^  # ", "  ")
                        + template.substring(to),
                Template.plant(),
                Map.of("PW", "x"));

        assertThat(read.orThrow().sources())
                .extracting(SourceSettings::name)
                .containsExactly("mes", "umh", "spb", "opc");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "url: \"mqtt://h\", qos: 0, topics: [\"millrace/v1/#\"] | qos: is 0, and the topics and mappings can bring count,",
                "url: \"mqtt://h\", qos: 0, topics: [\"millrace/v1/acme/+/+/+/+/count\"] | of which a lost message is lost for good",
                "url: \"mqtt://h\", qos: 0, mapping: umh | context, of which a lost message",
                "url: \"mqtt://h\", qos: 3, topics: [\"#\"] | qos: 3 is out of range",
                "url: \"mqtt://h\", version: 4, topics: [\"#\"] | version: \"4\" is unknown",
                "url: \"mqtt://h\", version: 3.1.1, session-expiry: 1d, topics: [\"#\"] | session-expiry: is not in MQTT 3.1.1",
                "url: \"mqtt://h\", version: 3.1.1, receive-maximum: 9, topics: [\"#\"] | receive-maximum: is not in MQTT 3.1.1",
                "url: \"mqtt://h\", receive-maximum: 0, topics: [\"#\"] | receive-maximum: 0 is out of range",
                "url: \"mqtt://h\", tls: {}, topics: [\"#\"] | tls: is of no use with this url: write mqtts://",
                "url: \"mqtts://h\", tls: {trusted: none.pem}, topics: [\"#\"] | none.pem cannot be read: check the path",
                "url: \"mqtts://h\", tls: {trusted: no.pem}, topics: [\"#\"] | give a PEM file of the issuers to trust",
                "url: \"mqtts://h\", tls: {key: no.pem}, topics: [\"#\"] | tls.key: has no certificate beside it",
                "url: \"mqtts://h\", tls: {certificate: no.pem, key: no.pem}, topics: [\"#\"] | no.pem cannot be used",
                "url: \"mqtts://h\", tls: {certificate: no.pem, password: x}, topics: [\"#\"] | a secret must not stand in the file",
                "url: \"mqtt://h\", mapping: umg | did you mean \"umh\"",
                "url: \"mqtt://h\", tags: [], topics: [\"#\"] | tags: is unknown here",
                "url: \"mqtt://h\", mapping: umh, tags: [{tag: a//b, kind: state}] | is no tag: write its groups",
                "url: \"mqtt://h\", mapping: umh, tags: [{tag: a, kind: count}] | tags[0].kind: \"count\" is unknown",
                "url: \"mqtt://h\", mapping: umh, tags: [{tag: a, kind: counter}] | measure: is missing",
                "url: \"mqtt://h\", mapping: umh, tags: [{tag: a, kind: state, contract: historian}] | is no contract",
            })
    void shouldNameTheRemedyOfEachFault(final String keys, final String message) {
        assertFault(keys, message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "each: tags | each 'tags': a JSON pointer starts with /",
                "when: {n: a} | when 'n': a JSON pointer starts with /",
                "when: {/n: \"(\"} | is no regular expression",
                "table: pacml | did you mean \"packml\"",
                "time-unit: h | time-unit: \"h\" is unknown",
                "time-zone: Berlin | time-zone",
            })
    void shouldNameTheRemedyOfEachFaultOfAMapping(final String key, final String message) {
        assertFault(
                "url: \"mqtt://h\", topics: [\"hist/#\"], mappings: [{" + MAPPING + ", fields: {state: /v}, " + key
                        + "}]",
                message);
    }

    private void assertFault(final String keys, final String message) {
        final Checked<Configuration> read = read(keys);

        assertThat(read.isSound()).isFalse();
        assertThat(read.faults())
                .anySatisfy(fault -> assertThat(fault.toString()).contains("sources[3].", message));
    }

    private SourceSettings.MqttJson source(final String keys) {
        final List<SourceSettings> sources = read(keys).orThrow().sources();
        return (SourceSettings.MqttJson) sources.get(3);
    }

    private Checked<Configuration> read(final String keys) {
        return Template.read(
                folder,
                Template.millrace() + "  - {name: own, type: mqtt-json, " + keys + "}\n",
                Template.plant(),
                Map.of("PW", "x"));
    }
}
