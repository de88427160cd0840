package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttJsonConfigTest {
    @Test
    void shouldNameEveryFaultAtOnce() {
        assertThatThrownBy(() -> new MqttJsonConfig(
                        "",
                        new MqttAccess(" ", 0, MqttVersion.V5, null, null, "x"),
                        "",
                        List.of("a/#/b"),
                        MqttQos.AT_LEAST_ONCE,
                        0,
                        0,
                        List.of(),
                        JsonLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name is empty")
                .hasMessageContaining("host is empty")
                .hasMessageContaining("port 0")
                .hasMessageContaining("clientId is empty")
                .hasMessageContaining("password without username")
                .hasMessageContaining("topic 'a/#/b'")
                .hasMessageContaining("sessionExpirySeconds 0")
                .hasMessageContaining("receiveMaximum 0");
    }

    @Test
    void shouldMaskThePassword() {
        final MqttJsonConfig config = MqttJsonConfig.of(
                "mes", new MqttAccess("h", 1883, MqttVersion.V5, null, "user", "geheim"), "c", List.of("#"), List.of());

        assertThat(config.toString()).contains("user").contains("***").doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource({
        "millrace/v1/#, count",
        "#, count",
        "+/v1/+/+/+/+/+/count, count",
        "$share/gws/millrace/v1/acme/#, count",
        "millrace/v1/acme/berlin/pack/line3/m1/context, context"
    })
    void shouldHearNothingByQos0ThatIsNeverSaidAgain(final String topic, final String kind) {
        assertThatThrownBy(() -> byQos0(topic, List.of()))
                .hasMessageContaining("qos 0 with the kinds")
                .hasMessageContaining(kind);
    }

    @ParameterizedTest
    @CsvSource({"millrace/v1/+/+/+/+/+/state", "millrace/v1/+/+/+/+/+/counter", "plant/#", "millrace/v1/acme"})
    void shouldHearByQos0WhatIsSaidAgain(final String topic) {
        assertThat(byQos0(topic, List.of()).qos()).isEqualTo(MqttQos.AT_MOST_ONCE);
    }

    @Test
    void shouldNotMapToDeltasByQos0() {
        assertThatThrownBy(
                        () -> byQos0("plant/#", List.of(new ForeignMapping("plant/p", "m", JsonKind.SCRAP, Map.of()))))
                .hasMessageContaining("[scrap]");
    }

    private static MqttJsonConfig byQos0(final String topic, final List<ForeignMapping> mappings) {
        return new MqttJsonConfig(
                "mes",
                MqttAccess.open("h", 1883),
                "c",
                List.of(topic),
                MqttQos.AT_MOST_ONCE,
                1,
                1,
                mappings,
                JsonLimits.DEFAULT);
    }
}
