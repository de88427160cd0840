package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Measure;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.SourceContext;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SparkplugConfigTest {
    @Test
    void shouldNeverPrintThePassword() {
        final SparkplugConfig config = new SparkplugConfig(
                "spb",
                List.of(new MqttServer("localhost", 1883, null)),
                MqttVersion.V5,
                "joe",
                "s3cret",
                "c",
                "millrace",
                List.of("Berlin"),
                2_000,
                List.of());

        assertThat(config.faults()).isEmpty();
        assertThat(config.toString()).contains("joe").contains("***").doesNotContain("s3cret");
    }

    @Test
    void shouldListEveryFaultAtOnce() {
        final MachineSignals twice = new MachineSignals(
                "a/b/c/d/e", List.of(Signal.counter("Good", Measure.GOOD), Signal.counter("Good", Measure.SCRAP)));
        final SparkplugConfig config = new SparkplugConfig(
                "spb",
                List.of(new MqttServer(" ", 0, null), new MqttServer("a", 1, null), new MqttServer("A", 1, null)),
                MqttVersion.V5,
                null,
                "s3cret",
                "c",
                "mill/race",
                List.of("Berlin"),
                -1,
                List.of(
                        new SparkplugMachine("Berlin/line2/mill1", twice),
                        new SparkplugMachine("Berlin/line2/mill1", new MachineSignals("a/b/c/d/f", List.of())),
                        new SparkplugMachine("Paris/line2", new MachineSignals("a/b/c/d/g", List.of())),
                        new SparkplugMachine("Berlin", new MachineSignals("a/b/c/d/h", List.of()))));

        assertThat(config.faults())
                .hasSize(11)
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactly(
                        "host",
                        "port",
                        "servers",
                        "servers",
                        "hostId",
                        "reorderTimeoutMs",
                        "password",
                        "machines",
                        "machines",
                        "machines",
                        "machines");
        assertThatThrownBy(() -> new SparkplugHost(
                        config, new SourceContext("gw", "spb", () -> 0, new CollectingInlet(), Set.of(), 0)))
                .hasMessageContaining("port: 0")
                .hasMessageContaining("Paris");
    }

    @Test
    void shouldReadTopicsOfEdgeNodesOnly() {
        assertThat(SparkplugTopic.parse("spBv1.0/Berlin/DDATA/line2/mill1"))
                .isEqualTo(new SparkplugTopic("Berlin", SparkplugTopic.Type.DDATA, "line2", "mill1"));
        assertThat(SparkplugTopic.parse("spBv1.0/Berlin/NDEATH/line2"))
                .isEqualTo(new SparkplugTopic("Berlin", SparkplugTopic.Type.NDEATH, "line2", ""));
        assertThat(SparkplugTopic.parse("spBv1.0/Berlin/NCMD/line2")).isNull();
        assertThat(SparkplugTopic.parse("spBv1.0/Berlin/NDATA/line2/mill1")).isNull();
        assertThat(SparkplugTopic.parse("spBv1.0/Berlin/DDATA/line2")).isNull();
        assertThat(SparkplugTopic.parse("spBv1.0/STATE/millrace")).isNull();
        assertThat(SparkplugTopic.parse("spAv1.0/Berlin/NDATA/line2")).isNull();
    }
}
