package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More nodes than a server takes in one call. */
class ManyNodesTest {
    private static final int MACHINES = 100;
    private static final int PER_MACHINE = 100;
    private static final int PER_CALL = 300;

    @TempDir
    Path folder;

    private final RecordingInlet inlet = new RecordingInlet();

    @BeforeAll
    static void quiet() {
        SourceRig.quiet();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldListenToAllButTheOneThatIsNotThere(final boolean limitIsTold) throws Exception {
        try (SmallServer server = new SmallServer(folder, SourceRig.freePort(), false, PER_CALL)) {
            for (int node = 1; node < MACHINES * PER_MACHINE; node++) {
                server.set("n" + node, (long) node, SourceRig.T0_MS);
            }
            server.start();
            if (!limitIsTold) {
                server.tellNoLimits();
            }
            final OpcUaConfig config = OpcUaConfig.of("opc", server.url(), folder.resolve("pki"), machines())
                    .withSecurity(OpcUaConfig.Security.NONE, OpcUaConfig.Policy.BASIC256_SHA256);
            try (OpcUaSource source = new OpcUaSource(config, context())) {
                source.start();
                await().until(source::isReady);

                assertThat(values()).hasSize(MACHINES * PER_MACHINE - 1).doesNotContain(0L);
                server.set("n4711", 1_000_000L, SourceRig.T0_MS + 1);
                await().until(() -> values().contains(1_000_000_000L));
            }
        }
    }

    private Set<Long> values() {
        return inlet.events.stream()
                .map(Event::fact)
                .filter(Fact.CounterReading.class::isInstance)
                .map(fact -> ((Fact.CounterReading) fact).valueMilli())
                .collect(Collectors.toSet());
    }

    private static List<MachineSignals> machines() {
        return IntStream.range(0, MACHINES)
                .mapToObj(machine -> new MachineSignals(
                        path(machine),
                        IntStream.range(0, PER_MACHINE)
                                .mapToObj(each -> Signal.counter(
                                        SourceRig.node("n" + (machine * PER_MACHINE + each)), Measure.GOOD))
                                .toList()))
                .toList();
    }

    private SourceContext context() {
        final Set<String> paths =
                IntStream.range(0, MACHINES).mapToObj(ManyNodesTest::path).collect(Collectors.toSet());
        return new SourceContext("gw", "opc", SourceRig::nowNs, inlet, paths, 0);
    }

    private static String path(final int machine) {
        return "demo/berlin/hall/line/m" + machine;
    }
}
