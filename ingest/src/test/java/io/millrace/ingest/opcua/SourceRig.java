package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A source, the server it listens to, and what it says. */
abstract class SourceRig {
    static final String PRESS = "demo/berlin/press/line1/press1";
    static final String MILL = "demo/berlin/mill/line2/mill1";
    static final long T0_MS = 1_700_000_000_123L;

    @TempDir
    static Path serverFolder;

    @TempDir
    Path pki;

    final RecordingInlet inlet = new RecordingInlet();
    int port;
    SmallServer server;
    OpcUaSource source;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.WARN);
        // A bound, not an expectation: a computer with much else to do is slow.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void startServer() throws Exception {
        port = freePort();
        server = new SmallServer(serverFolder, port, true);
        server.set("press1/State", 6, T0_MS);
        server.set("press1/StopReason", "", T0_MS);
        server.set("press1/Good", 100L, T0_MS);
        server.set("mill1/State", 4, T0_MS);
        server.set("mill1/Order", "1001/0010", T0_MS);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    void connect(final OpcUaConfig config, final long lastHeardNs) {
        try {
            trustEachOther();
        } catch (final Exception failed) {
            throw new IllegalStateException(failed);
        }
        source = new OpcUaSource(config, context(lastHeardNs));
        source.start();
        await("ready").untilAsserted(() -> assertThat(source.isReady())
                .as(() -> "fault: " + source.fault())
                .isTrue());
    }

    void trustEachOther() throws Exception {
        server.trust(
                ClientIdentity.loadOrCreate(pki, "urn:millrace:gateway:opc").certificate());
        trust(pki, "server.der", server.certificate());
    }

    /** At once: a file that is looked at while it is written is no certificate. */
    static void trust(final Path pki, final String name, final X509Certificate certificate) throws Exception {
        final Path trusted = Files.createDirectories(pki.resolve("trusted/certs"));
        final Path draft = Files.write(pki.resolve(name), certificate.getEncoded());
        Files.move(draft, trusted.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    OpcUaConfig config(final String url) {
        return OpcUaConfig.of(
                        "opc",
                        url,
                        pki,
                        List.of(
                                new MachineSignals(
                                        PRESS,
                                        List.of(
                                                Signal.state(node("press1/State"), StateTable.PACKML),
                                                Signal.of(node("press1/StopReason"), Signal.Kind.REASON),
                                                Signal.counter(node("press1/Good"), Measure.GOOD))),
                                new MachineSignals(
                                        MILL,
                                        List.of(
                                                Signal.state(node("mill1/State"), StateTable.PACKML),
                                                Signal.of(node("mill1/Order"), Signal.Kind.ORDER)))))
                .withUser(new OpcUaUser.Named(SmallServer.USER, SmallServer.WORD))
                .withSubscription(20, Monitoring.STANDARD);
    }

    SourceContext context(final long lastHeardNs) {
        return new SourceContext("gw", "opc", SourceRig::nowNs, inlet, Set.of(PRESS, MILL), lastHeardNs);
    }

    static String node(final String name) {
        return "nsu=" + SmallServer.NAMESPACE + ";s=" + name;
    }

    static long ns(final long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }

    static long nowNs() {
        return ns(System.currentTimeMillis());
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
