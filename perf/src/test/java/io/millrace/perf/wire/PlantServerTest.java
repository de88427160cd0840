package io.millrace.perf.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.MachineEvent.ToldAgain;
import io.millrace.perf.plant.MachineState;
import io.millrace.perf.plant.Measure;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantOptions.OpcUa;
import io.millrace.perf.plant.Protocol;
import io.millrace.perf.wire.PlantClient.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantServerTest {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final long START_MS = 1_700_000_000_000L;
    private static final List<Machine> PRESSES = PlantLayout.of(5).machines(Protocol.OPC_UA);

    @TempDir
    private Path folder;

    @Test
    void shouldLetATrustedClientInAndNoOther() throws Exception {
        try (PlantServer server = server(false);
                PlantClient client = new PlantClient()) {
            server.start();
            assertThatThrownBy(() -> client.connectSecurely(server, "gateway", "secret"))
                    .isInstanceOf(Exception.class);
            client.trustedBy(server);
            assertThatThrownBy(() -> client.connectSecurely(server, "gateway", "wrong"))
                    .isInstanceOf(Exception.class);
            assertThatThrownBy(() -> client.connectInsecurely(server)).isInstanceOf(Exception.class);
            client.connectSecurely(server, "gateway", "secret");
            client.monitor(List.of("press1/Good"));
            await().atMost(BOUND).until(() -> client.seen("press1/Good").size() == 1);
        }
    }

    @Test
    void shouldPushEveryValueInOrderWithItsOwnSourceTime() throws Exception {
        try (PlantServer server = server(true);
                PlantClient client = new PlantClient()) {
            server.start();
            client.connectInsecurely(server);
            client.monitor(List.of("press2/Good"));
            for (int i = 1; i <= 500; i++) {
                server.set("press2/Good", 12_000L + i, START_MS + i);
            }
            await().atMost(BOUND).until(() -> client.seen("press2/Good").size() == 501);
            assertThat(client.seen("press2/Good"))
                    .containsExactlyElementsOf(LongStream.rangeClosed(0, 500)
                            .mapToObj(i -> new Seen("press2/Good", 12_000L + i, START_MS + i))
                            .toList());
        }
    }

    @Test
    void shouldCarryAMachinesEventsToItsNodes() throws Exception {
        try (PlantServer server = server(true);
                PlantClient client = new PlantClient()) {
            server.start();
            client.connectInsecurely(server);
            client.monitor(
                    PlantLayout.VARIABLES.stream().map(PRESSES.get(0)::node).toList());
            await().atMost(BOUND).until(() -> client.seen.size() == 5);
            client.seen.clear();
            final OpcUaMachine press1 = new OpcUaMachine(PRESSES.get(0), server);
            final Counted first = new Counted(START_MS + 3, "a", Measure.GOOD, 1, 181, "");
            final Counted second = new Counted(START_MS + 4, "b", Measure.GOOD, 1, 182, "");
            press1.tell(new OrderChanged(START_MS + 1, "", "1001/0010", true));
            press1.tell(new StateChanged(START_MS + 2, MachineState.EXECUTE, ""));
            press1.tell(first);
            press1.tell(second);
            press1.tell(new ToldAgain(first));
            press1.tell(new ToldAgain(second));
            press1.tell(new Counted(START_MS + 5, "c", Measure.SCRAP, 1, 1, "SIZE"));
            press1.tell(new ReadAgain(START_MS + 6, 182, 1));
            press1.tell(new StateChanged(START_MS + 7, MachineState.HELD, "JAM"));
            await().atMost(BOUND)
                    .until(() -> client.seen("press1/State").size() == 2
                            && client.seen("press1/Good").size() == 5);
            assertThat(client.seen("press1/Good"))
                    .containsExactly(good(181, 3), good(182, 4), good(181, 3), good(182, 4), good(182, 6));
            assertThat(client.seen("press1/Scrap"))
                    .containsExactly(
                            new Seen("press1/Scrap", 1L, START_MS + 5), new Seen("press1/Scrap", 1L, START_MS + 6));
            assertThat(client.seen("press1/State"))
                    .containsExactly(
                            new Seen("press1/State", 6, START_MS + 2), new Seen("press1/State", 11, START_MS + 7));
            assertThat(client.seen("press1/StopReason")).endsWith(new Seen("press1/StopReason", "JAM", START_MS + 7));
            assertThat(client.seen("press1/Order"))
                    .containsExactly(new Seen("press1/Order", "1001/0010", START_MS + 1));
        }
    }

    @Test
    void shouldKeepItsAddressItsCertificateAndItsValuesOverAStop() throws Exception {
        try (PlantServer server = server(true)) {
            server.start();
            final String endpoint = server.endpoint();
            server.set("press1/Order", "1001/0010", START_MS + 1);
            server.stop();
            assertThat(server.monitoredItems()).isZero();
            server.set("press1/Good", 199L, START_MS + 2);
            server.start();
            assertThat(server.endpoint()).isEqualTo(endpoint);
            try (PlantClient client = new PlantClient()) {
                client.connectInsecurely(server);
                client.monitor(List.of("press1/Good", "press1/Order"));
                await().atMost(BOUND).until(() -> client.seen.size() == 2);
                assertThat(server.monitoredItems()).isEqualTo(2);
                assertThat(client.seen)
                        .containsExactlyInAnyOrder(good(199, 2), new Seen("press1/Order", "1001/0010", START_MS + 1));
            }
            assertThat(PlantCertificates.open(folder, PlantServer.APPLICATION_URI)
                            .certificate())
                    .isEqualTo(server.certificates().certificate());
        }
    }

    @Test
    void shouldRefuseValuesThatNoNodeCanShow() {
        try (PlantServer server = server(true)) {
            assertThatThrownBy(() -> server.set("press1/Good", "many", START_MS))
                    .hasMessageContaining("press1/Good");
            assertThatThrownBy(() -> server.set("press9/Good", 1L, START_MS)).hasMessageContaining("press9/Good");
        }
    }

    private PlantServer server(final boolean insecure) {
        return new PlantServer(PRESSES, new OpcUa(0, "gateway", "secret", insecure), folder, START_MS);
    }

    private static Seen good(final long value, final long afterMs) {
        return new Seen("press1/Good", value, START_MS + afterMs);
    }
}
