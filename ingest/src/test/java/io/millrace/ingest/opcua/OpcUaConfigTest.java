package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpcUaConfigTest {
    @Test
    void shouldBeSecureByDefault() {
        final OpcUaConfig config = OpcUaConfig.of("opc", "opc.tcp://plc:4840", Path.of("pki"), List.of());

        assertThat(config.security()).isEqualTo(OpcUaConfig.Security.SIGN_AND_ENCRYPT);
        assertThat(config.policy()).isEqualTo(OpcUaConfig.Policy.BASIC256_SHA256);
    }

    @Test
    void shouldNeverPrintThePassword() {
        assertThat(OpcUaConfig.of("opc", "opc.tcp://plc:4840", Path.of("pki"), List.of())
                        .withUser(new OpcUaUser.Named("gateway", "open sesame"))
                        .toString())
                .contains("gateway", "***")
                .doesNotContain("sesame");
    }

    @Test
    void shouldListEveryFaultAtOnce() {
        final MachineSignals machine = new MachineSignals(
                "a/b/c/d/e", List.of(Signal.counter("s=", Measure.GOOD), Signal.counter("Press/Good", Measure.SCRAP)));

        assertThatThrownBy(() -> OpcUaConfig.of("opc", "http://plc", Path.of("pki"), List.of(machine))
                        .withHistory(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("http://plc", "Press/Good");
        assertThatThrownBy(() -> OpcUaConfig.of("opc", "opc.tcp://plc:4840", Path.of("pki"), List.of())
                        .withSubscription(0, Monitoring.STANDARD))
                .hasMessageContaining("publishing interval");
    }

    @Test
    void shouldRefuseWhatNoServerCanWatch() {
        final Monitoring.Trigger every = Monitoring.Trigger.STATUS_VALUE_TIMESTAMP;
        assertThatThrownBy(() -> new Monitoring(-1, 1, every, Monitoring.Deadband.NONE))
                .hasMessageContaining("sampling interval");
        assertThatThrownBy(() -> new Monitoring(0, 0, every, Monitoring.Deadband.NONE))
                .hasMessageContaining("queue size");
        assertThatThrownBy(() -> new Monitoring(0, 1, every, new Monitoring.Deadband(1, false)))
                .hasMessageContaining("status-value only");
        assertThatThrownBy(() -> new Monitoring.Deadband(101, true)).hasMessageContaining("percentage");
        assertThatThrownBy(() -> new Monitoring.Deadband(Double.NaN, false)).hasMessageContaining("deadband");
    }

    @Test
    void shouldKnowPoliciesByTheStandardsNames() {
        assertThat(OpcUaConfig.Policy.of("Aes256_Sha256_RsaPss")).isEqualTo(OpcUaConfig.Policy.AES256_SHA256_RSA_PSS);
        assertThatThrownBy(() -> OpcUaConfig.Policy.of("Basic128Rsa15"))
                .hasMessageContainingAll("Basic128Rsa15", "Basic256Sha256");
    }
}
