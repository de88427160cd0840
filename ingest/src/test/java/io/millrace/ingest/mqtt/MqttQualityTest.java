package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a broker that says two things by rote, since a real one that grants less than asked is hard to come by. */
class MqttQualityTest {
    @ParameterizedTest
    @CsvSource({
        // CONNACK (MQTT 5, 3.2) without limits, SUBACK (3.9) with QoS 0 for packet id {pid}.
        "20030000 00, 9004{pid}0000, grants millrace/v1/# with QoS 0 only",
        // CONNACK with Maximum QoS 0 (3.2.2.3.4).
        "20050000022400, '', allows QoS 0 only"
    })
    void shouldSayThatCountsCanBeLostAndNotBeReady(final String connAck, final String subAck, final String complaint)
            throws IOException {
        try (SourceLog log = new SourceLog();
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            final Thread broker = new Thread(() -> recite(server, connAck.replace(" ", ""), subAck), "rote-broker");
            broker.setDaemon(true);
            broker.start();
            final MqttJsonSource source = new MqttJsonSource(
                    MqttJsonConfig.canonical("mes", "127.0.0.1", server.getLocalPort(), "gw"),
                    new SourceContext("gw", "mes", () -> 0, new Gateway(), Set.of(), 0));
            source.start();

            Bounded.await("complaint", log::lines, () -> log.contains(complaint));

            assertThat(source.isReady()).isFalse();
            source.close();
        }
    }

    private static void recite(final ServerSocket server, final String connAck, final String subAck) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                final InputStream in = client.getInputStream();
                packet(in);
                client.getOutputStream().write(HexFormat.of().parseHex(connAck));
                final byte[] subscribe = packet(in);
                if (!subAck.isEmpty() && subscribe.length > 1) {
                    final String id = HexFormat.of().formatHex(subscribe, 0, 2);
                    client.getOutputStream().write(HexFormat.of().parseHex(subAck.replace("{pid}", id)));
                    in.read();
                }
            } catch (final IOException gone) {
                // The client hangs up, or the test is over.
            }
        }
    }

    /** The next packet behind its header; all are short enough for a length of one byte. */
    private static byte[] packet(final InputStream in) throws IOException {
        in.read();
        final int length = in.read();
        return in.readNBytes(Math.max(0, length));
    }
}
