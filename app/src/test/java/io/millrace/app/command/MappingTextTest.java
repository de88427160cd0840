package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.app.Millrace;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.SourceSettings;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.browse.FoundMachine;
import io.millrace.ingest.opcua.browse.FoundNode;
import io.millrace.ingest.opcua.browse.FoundSignal;
import io.millrace.ingest.opcua.browse.Reading;
import io.millrace.ingest.opcua.browse.Survey;
import io.millrace.ingest.opcua.browse.TypeName;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is printed is pasted into a configuration, which must be sound and mean the same. */
final class MappingTextTest {
    private static final String BASE =
            """
            gateway: { id: gw1 }
            kafka: { bootstrap: "127.0.0.1:9092" }
            master-data: plant.yaml
            """;

    private static final String PLANT =
            """
            site-time-zone: Europe/Berlin
            machines:
              - { path: acme/berlin/hall/line/Packer }
              - { path: acme/berlin/hall/line/Mill }
              - { path: acme/berlin/hall/line/a-b-c-x- }
              - { path: acme/berlin/hall/line/a-b-c-x--2 }
            """;

    @TempDir
    private Path folder;

    private final FoundNode root = FoundNode.root("i=85", new TypeName("", "Objects"), false);

    @Test
    void shouldMeanInAConfigurationWhatWasFound() throws IOException {
        final FoundNode packer = machine("Packer");
        final FoundNode mill = machine("Mill");
        final List<Signal> packerSignals = List.of(
                Signal.state(variable(packer, "CurrentState", "Execute"), StateTable.PACKML),
                Signal.of(variable(packer, "UnitModeCurrent", "1"), Signal.Kind.MODE),
                Signal.of(variable(packer, "StopReason", ""), Signal.Kind.REASON),
                Signal.counter(variable(packer, "Processed", "4711"), Measure.TOTAL),
                Signal.counter(variable(packer, "Defective", "3"), Measure.SCRAP));
        final List<Signal> millSignals =
                List.of(Signal.state(variable(mill, "CurrentState", "NotExecuting"), StateTable.MACHINERY));

        final SourceSettings.OpcUa source = paste(List.of(found(packer, packerSignals), found(mill, millSignals)));

        assertThat(source.name()).isEqualTo("opc");
        assertThat(source.security()).isEqualTo(SourceSettings.Security.SIGN_AND_ENCRYPT);
        assertThat(source.machines())
                .extracting(MachineSignals::machine)
                .containsExactly("acme/berlin/hall/line/Packer", "acme/berlin/hall/line/Mill");
        assertThat(source.machines().get(0).signals()).isEqualTo(packerSignals);
        assertThat(source.machines().get(1).signals())
                .extracting(Signal::address, Signal::kind)
                .containsExactly(tuple(millSignals.get(0).address(), Signal.Kind.STATE));
        final StateTable table = source.machines().get(1).signals().get(0).states();
        assertThat(table).isEqualTo(StateTable.MACHINERY);
        assertThat(table.read("NotExecuting")).isEqualTo(MachineState.IDLE);
    }

    @Test
    void shouldNotLetTheServersTextsOutOfTheirPlace() throws IOException {
        final String nasty = "a\"b\\c\n- x: [\u2028\u0085\u0007 # {}";
        final FoundNode machine = root.addObject("nsu=urn:x;s=" + nasty, new TypeName("urn:x", nasty), List.of());
        final Signal mapped = Signal.of(variable(machine, nasty, nasty), Signal.Kind.MODE);
        variable(machine, nasty + "2", nasty);
        final Signal twin = Signal.of(variable(machine, "twin", ""), Signal.Kind.MODE);

        final SourceSettings.OpcUa source =
                paste(List.of(found(machine, List.of(mapped)), found(machine, List.of(twin))));

        assertThat(source.machines()).hasSize(2);
        assertThat(source.machines().get(0).signals()).containsExactly(mapped);
        assertThat(source.machines().get(1).machine()).endsWith("/a-b-c-x--2");
    }

    @Test
    void shouldSayThatItIsNotComplete() {
        final Survey survey = new Survey(root, List.of(), 1, 3, Survey.End.LOST, "Bad_ConnectionClosed");
        assertThat(text(survey)).contains("3 nodes the server", "Not complete", "Bad_ConnectionClosed");
    }

    private SourceSettings.OpcUa paste(final List<FoundMachine> machines) throws IOException {
        final String text = text(new Survey(root, machines, 9, 0, Survey.End.COMPLETE, ""));
        Files.writeString(folder.resolve("plant.yaml"), PLANT);
        final Path file = Files.writeString(folder.resolve("millrace.yaml"), BASE + text);
        final StringWriter err = new StringWriter();
        final CommandLine line = Millrace.commandLine();
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("check", file.toString())).as(text + err).isZero();
        final Configuration read = ConfigurationFile.read(file).orThrow();
        assertThat(read.sources()).hasSize(1);
        return (SourceSettings.OpcUa) read.sources().get(0);
    }

    private String text(final Survey survey) {
        final OpcUaConfig config = OpcUaConfig.of("opc", "opc.tcp://127.0.0.1:4840", folder.resolve("pki"), List.of());
        return String.join("\n", MappingText.of(survey, config, null, "acme/berlin/hall/line/{name}")) + "\n";
    }

    private FoundNode machine(final String name) {
        return root.addObject("nsu=urn:x;s=" + name, new TypeName("urn:x", name), List.of());
    }

    private static String variable(final FoundNode parent, final String name, final String value) {
        return parent.addVariable(
                        parent.address() + "/" + name, new TypeName("urn:x", name), new Reading("String", value, true))
                .address();
    }

    private static FoundMachine found(final FoundNode machine, final List<Signal> signals) {
        return new FoundMachine(
                machine,
                List.of("PackML"),
                signals.stream()
                        .map(signal -> new FoundSignal(
                                machine.children().stream()
                                        .filter(node -> node.address().equals(signal.address()))
                                        .findFirst()
                                        .orElseThrow(),
                                signal))
                        .toList(),
                List.of("a note: with {odd} signs # and more"));
    }
}
