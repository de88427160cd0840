package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.HostPort;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig.Times;
import io.millrace.ingest.signal.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShdrTcpSourceSettingsTest {
    private static final String MACHINES = "\n    machines:\n      - machine: acme/berlin/mill/line2/mill1\n"
            + "        signals:\n          - { key: execution, kind: state, table: mtconnect }\n";

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheDefaults() {
        final SourceSettings.ShdrTcp read = (SourceSettings.ShdrTcp)
                read("address: 10.0.0.5:7878" + MACHINES).orThrow().sources().get(3);

        assertThat(read.address()).isEqualTo(new HostPort("10.0.0.5", 7878));
        assertThat(read.times()).isEqualTo(Times.SOURCE);
        assertThat(read.silence()).isEqualTo(Duration.ofMinutes(10));
        assertThat(read.reconnect()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.machines().get(0).signals()).extracting(Signal::address).containsExactly("execution");
    }

    @Test
    void shouldNameEachFault() {
        assertThat(read("address: mazak\n    time: local\n    silence: 10ms\n    reconnect-interval: 1h\n")
                        .faults())
                .extracting(fault -> fault.path())
                .containsExactlyInAnyOrder(
                        "sources[3].address",
                        "sources[3].time",
                        "sources[3].silence",
                        "sources[3].reconnect-interval",
                        "sources[3].machines");
    }

    private Checked<Configuration> read(final String rest) {
        return Template.read(
                folder,
                Template.millrace() + "\n  - name: mazak\n    type: shdr-tcp\n    " + rest,
                Template.plant(),
                Map.of("PW", "x"));
    }
}
