package io.millrace.app.demo;

import io.millrace.app.demo.DemoOptions.Victim;
import io.millrace.app.process.ChildProcess;
import io.millrace.ingest.opcua.ClientIdentity;
import io.millrace.perf.wire.PlantCertificates;
import io.millrace.perf.wire.PlantServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo's five processes, each as a {@code millrace} command that anybody could start by hand. Not thread-safe. */
final class Processes implements AutoCloseable {
    /** As the gateway's OPC UA source names itself: by the source's name. */
    private static final String GATEWAY_URI = "urn:millrace:gateway:opc";

    private final ChildProcess kafka;
    private final ChildProcess mqtt;
    private final ChildProcess plant;
    private final ChildProcess gateway;
    private final ChildProcess topology;
    private final DemoOptions options;
    private final DemoFiles files;

    Processes(
            final DemoOptions options,
            final DemoPorts ports,
            final DemoFiles files,
            final Path truth,
            final Consumer<String> plantLines) {
        this.options = options;
        this.files = files;
        final Path logs = options.data().resolve("logs");
        final Map<String, String> secret = Map.of(DemoPlant.OPC_UA_PASSWORD_VARIABLE, newPassword());
        final Consumer<String> nobody = line -> {};
        kafka = new ChildProcess(
                "kafka-broker",
                ofHeap(384),
                List.of(
                        "kafka-broker",
                        "--until-stdin-closes",
                        "--data=" + options.data().resolve("kafka"),
                        "--port=" + ports.kafka(),
                        "--controller-port=" + ports.kafkaController()),
                Map.of(),
                logs.resolve("kafka-broker.log"),
                nobody);
        mqtt = new ChildProcess(
                "mqtt-broker",
                ofHeap(192),
                List.of(
                        "mqtt-broker",
                        "--until-stdin-closes",
                        "--data=" + options.data().resolve("mqtt"),
                        "--port=" + ports.mqtt()),
                Map.of(),
                logs.resolve("mqtt-broker.log"),
                nobody);
        plant = new ChildProcess(
                "plant",
                ofHeap(192),
                List.of(
                        "plant",
                        "--seed=" + options.seed(),
                        "--machines=" + options.machines(),
                        "--rate=" + options.unitsPerSecond(),
                        "--for=" + options.length().toSeconds() + "s",
                        "--mqtt=127.0.0.1:" + ports.mqtt(),
                        "--opcua-port=" + ports.opcUa(),
                        "--data=" + options.data().resolve("plant"),
                        "--truth=" + truth),
                secret,
                logs.resolve("plant.log"),
                plantLines);
        final String configuration = files.configuration().toString();
        gateway = new ChildProcess(
                "gateway",
                ofHeap(256),
                List.of("gateway", "--until-stdin-closes", configuration),
                secret,
                logs.resolve("gateway.log"),
                nobody);
        topology = new ChildProcess(
                "topology",
                ofHeap(384),
                List.of("topology", "--until-stdin-closes", configuration),
                secret,
                logs.resolve("topology.log"),
                nobody);
    }

    /** Small, and warm soon rather than fast at last: a demo is short. */
    private static List<String> ofHeap(final int megabytes) {
        return List.of("-Xmx" + megabytes + "m", "-XX:TieredStopAtLevel=1");
    }

    /** Starts everything at once - each waits for what it needs - and returns when all of it is ready. */
    void start(final Consumer<String> progress) throws IOException, InterruptedException {
        kafka.start();
        mqtt.start();
        exchangeCertificates();
        plant.start();
        topology.start();
        gateway.start();
        for (final ChildProcess each : List.of(mqtt, kafka, plant, topology, gateway)) {
            each.awaitReady();
            progress.accept(each.name());
        }
    }

    /** The plant trusts the gateway and the other way round, as an engineer would set it up: by copying certificates. */
    private void exchangeCertificates() throws IOException {
        final ClientIdentity gatewayIdentity = ClientIdentity.loadOrCreate(files.pki(), GATEWAY_URI);
        final PlantCertificates plantIdentity =
                PlantCertificates.open(options.data().resolve("plant"), PlantServer.APPLICATION_URI);
        Files.copy(
                gatewayIdentity.certificateFile(),
                plantIdentity.trustedFolder().resolve("gateway.der"),
                StandardCopyOption.REPLACE_EXISTING);
        final Path gatewayTrusts = Files.createDirectories(files.pki().resolve("trusted/certs"));
        Files.copy(
                plantIdentity.certificateFile(),
                gatewayTrusts.resolve("plant.der"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    ChildProcess plant() {
        return plant;
    }

    ChildProcess kafka() {
        return kafka;
    }

    ChildProcess of(final Victim victim) {
        return switch (victim) {
            case GATEWAY -> gateway;
            case TOPOLOGY -> topology;
            case BROKER -> kafka;
        };
    }

    /** @return the name of a process that has ended although nobody asked it to, or null */
    @Nullable
    ChildProcess ended() {
        for (final ChildProcess each : List.of(kafka, mqtt, plant, gateway, topology)) {
            if (!each.isAlive()) {
                return each;
            }
        }
        return null;
    }

    private static String newPassword() {
        final byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Ends all of them, readers before what they read from. */
    @Override
    public void close() {
        List.of(gateway, topology, plant, mqtt, kafka).forEach(ChildProcess::close);
    }
}
