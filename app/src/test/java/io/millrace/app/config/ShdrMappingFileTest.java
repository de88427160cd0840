package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShdrMappingFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatTheKeysOfARecordingMean() throws IOException {
        final MachineSignals read =
                read("""
                        machine: a/b/c/d/e
                        tables: { odd: { RUN: EXECUTE } }
                        keys:
                          execution: { kind: state, table: odd }
                          mode: { kind: mode }
                          PartCountAct: { kind: counter, measure: total }
                        """)
                        .orThrow();

        assertThat(read.machine()).isEqualTo("a/b/c/d/e");
        assertThat(read.signals()).extracting(Signal::address).containsExactly("execution", "mode", "PartCountAct");
        assertThat(read.signals().get(0).states().read("run")).isEqualTo(MachineState.EXECUTE);
        assertThat(read.signals().get(2).measure()).isEqualTo(Measure.TOTAL);
    }

    @Test
    void shouldNameEachFaultAtOnce() throws IOException {
        final Checked<MachineSignals> read = read(
                """
                machine: a/b/c
                tables: { mtconnect: { RUN: EXECUTE } }
                keys:
                  execution: { kind: state, table: mtconect }
                  program: { kind: prog }
                  count: { kind: counter }
                """);

        assertThat(read.faults())
                .extracting(fault -> fault.line() + " " + fault.path())
                .containsExactly(
                        "1 machine",
                        "2 tables.mtconnect",
                        "4 keys.execution.table",
                        "5 keys.program.kind",
                        "6 keys.count.measure");
    }

    @Test
    void shouldMissTheKeys() throws IOException {
        assertThat(read("machine: a/b/c/d/e\n").faults()).singleElement().satisfies(fault -> assertThat(fault.message())
                .contains("which of the recording's keys"));
    }

    private Checked<MachineSignals> read(final String text) throws IOException {
        return ShdrMappingFile.read(Files.writeString(folder.resolve("mapping.yaml"), text));
    }
}
