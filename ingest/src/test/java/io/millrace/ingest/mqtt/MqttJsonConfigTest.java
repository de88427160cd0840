package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.json.JsonLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class MqttJsonConfigTest {
    @Test
    void shouldNameEveryFaultAtOnce() {
        assertThatThrownBy(() -> new MqttJsonConfig(
                        "", " ", 0, null, null, "x", "", List.of("a/#/b"), 0, 0, List.of(), JsonLimits.DEFAULT))
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
        final MqttJsonConfig config = new MqttJsonConfig(
                "mes", "h", 1883, null, "user", "geheim", "c", List.of("#"), 1, 1, List.of(), JsonLimits.DEFAULT);

        assertThat(config.toString()).contains("user").contains("***").doesNotContain("geheim");
    }
}
