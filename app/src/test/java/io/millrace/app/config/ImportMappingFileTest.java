package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.csv.CsvEvent;
import io.millrace.ingest.csv.CsvFormat;
import io.millrace.ingest.csv.CsvMapping;
import io.millrace.ingest.csv.CsvText;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportMappingFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatTheKeysOfARecordingMean() throws IOException {
        final ImportMapping mapping =
                read("""
                        machine: a/b/c/d/e
                        tables: { odd: { RUN: EXECUTE } }
                        keys:
                          execution: { kind: state, table: odd }
                          mode: { kind: mode }
                          PartCountAct: { kind: counter, measure: total }
                        """)
                        .orThrow();

        assertThat(mapping).isInstanceOf(ImportMapping.Shdr.class);
        final MachineSignals read = ((ImportMapping.Shdr) mapping).signals();
        assertThat(read.machine()).isEqualTo("a/b/c/d/e");
        assertThat(read.signals()).extracting(Signal::address).containsExactly("execution", "mode", "PartCountAct");
        assertThat(read.signals().get(0).states().read("run")).isEqualTo(MachineState.EXECUTE);
        assertThat(read.signals().get(2).measure()).isEqualTo(Measure.TOTAL);
    }

    @Test
    void shouldNameEachFaultAtOnce() throws IOException {
        final Checked<ImportMapping> read = read(
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

    @Test
    void shouldReadWhatAHistoriansExportMeans() throws IOException {
        final ImportMapping read =
                read("""
                        format: csv
                        delimiter: ";"
                        quote: "'"
                        skip-lines: 2
                        comment: "#"
                        charset: windows-1252
                        time: { column: Time, format: "dd.MM.yyyy HH:mm:ss", zone: Europe/Berlin, overlap: refuse }
                        decimal: ","
                        grouping: "."
                        null: [Bad, ""]
                        no-order: ["-"]
                        order: file
                        tag-column: Tag
                        value-column: Value
                        quality-column: Q
                        good: ["192"]
                        tables: { odd: { RUN: EXECUTE } }
                        machines:
                          - machine: a/b/c/d/e
                            signals:
                              - { tag: P1.State, kind: state, table: odd }
                              - { tag: P1.Good, kind: counter, measure: good, scale: 0.001 }
                        """)
                        .orThrow();

        final CsvMapping mapping = ((ImportMapping.Csv) read).mapping();
        assertThat(mapping.format()).isEqualTo(new CsvFormat(';', '\'', 2, true, "#", Charset.forName("windows-1252")));
        assertThat(mapping.timeColumn()).isEqualTo("Time");
        assertThat(mapping.isSorted()).isFalse();
        assertThat(mapping.text()).isEqualTo(new CsvText(",", ".", Set.of("Bad", ""), Set.of("-")));
        final CsvMapping.Rows.Tall rows = (CsvMapping.Rows.Tall) mapping.rows();
        assertThat(rows.tagColumn() + rows.valueColumn() + rows.qualityColumn() + rows.good())
                .isEqualTo("TagValueQ[192]");
        assertThat(rows.machines()).singleElement().satisfies(machine -> assertThat(machine.signals())
                .extracting(signal -> signal.signal().address() + " " + signal.scale())
                .containsExactly("P1.State 1", "P1.Good 0.001"));
    }

    @Test
    void shouldReadColumnsAndEventsOfMachinesThatTheRowsName() throws IOException {
        final String head = "format: csv\ntime: { column: Time }\nmachine-column: Asset\n";
        final CsvMapping wide = ((ImportMapping.Csv) read(head
                                + "machines: [{ machine: a/b/c/d/e, named: P1, signals: [{ column: S, kind: state }] }]\n")
                        .orThrow())
                .mapping();
        final CsvMapping events = ((ImportMapping.Csv) read(head
                                + "events: [{ machine: a/b/c/d/e, kind: count, fields: { id: Nr, measure: =good, quantity: Q } }]\n")
                        .orThrow())
                .mapping();

        assertThat(wide.format()).isEqualTo(new CsvFormat(',', '"', 0, true, "", StandardCharsets.UTF_8));
        assertThat(((CsvMapping.Rows.Wide) wide.rows()).machines().get(0).named())
                .isEqualTo("P1");
        final CsvEvent event = ((CsvMapping.Rows.Events) events.rows()).events().get(0);
        assertThat(event.named()).isEqualTo("a/b/c/d/e");
        assertThat(event.kind()).isEqualTo(JsonKind.COUNT);
        assertThat(event.fields()).containsEntry("measure", "=good").doesNotContainKey("time");
    }

    @Test
    void shouldNameEachFaultOfACsvMappingWithItsLine() throws IOException {
        final Checked<ImportMapping> read = read(
                """
                format: csv
                delimiter: ";;"
                decimal: ","
                time: { column: T, format: "qqqqqqqqq", zone: Berlin }
                value-column: V
                good: [x]
                machines:
                  - machine: a/b/c/d/e
                    named: P1
                    signals:
                      - { tag: A, kind: state, scale: 2 }
                      - { tag: B, kind: counter, measure: good, scale: -1 }
                      - { column: C, kind: mode }
                """);

        assertThat(read.faults())
                .extracting(fault -> fault.line() + " " + fault.path())
                .contains(
                        "2 delimiter",
                        "4 time.format",
                        "4 time.zone",
                        "6 good",
                        "9 machines[0].named",
                        "11 machines[0].signals[0].scale",
                        "12 machines[0].signals[1].scale",
                        "13 machines[0].signals[2].column",
                        "13 machines[0].signals[2].tag");
        assertThat(read.faults()).anyMatch(fault -> fault.path().equals("tag-column"));
        assertThat(read("format: csv\ndecimal: \",\"\ntime: { column: T }\nevents: []\n")
                        .faults())
                .anyMatch(fault ->
                        fault.path().equals("decimal") && fault.message().contains("set delimiter"));
    }

    private Checked<ImportMapping> read(final String text) throws IOException {
        return ImportMappingFile.read(Files.writeString(folder.resolve("mapping.yaml"), text));
    }
}
