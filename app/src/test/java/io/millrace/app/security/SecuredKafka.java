package io.millrace.app.security;

import io.millrace.app.broker.Ports;
import io.millrace.perf.wire.PlantCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka of one node with TLS, users and an authorizer that allows nothing of itself. One door is for SCRAM and PLAIN, the other for
 * certificates; users are {@code admin} and those it is given, each with its name for a password.
 */
final class SecuredKafka implements AutoCloseable {
    static final String ADMIN = "admin";
    private static final String STORE_PASSWORD = "plant";

    private final Path folder;
    private final int saslPort = Ports.free(0, "the Kafka broker");
    private final int certificatePort = Ports.free(0, "the Kafka broker's second door");
    private final KafkaRaftServer server;

    SecuredKafka(final Path folder, final List<String> users) throws Exception {
        this.folder = folder;
        certificate("broker");
        certificate("client");
        final Path data = Files.createDirectories(folder.resolve("data"));
        format(data, users);
        server = new KafkaRaftServer(KafkaConfig.fromProps(settings(data, users), false), Time.SYSTEM);
        server.startup();
    }

    /** As PEM files and a PKCS #12 file, all with the name. */
    private void certificate(final String name) throws IOException, GeneralSecurityException {
        final X509Certificate made = PlantCertificates.open(folder.resolve(name), "urn:millrace:" + name)
                .certificate();
        final KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(pkcs12(name))) {
            store.load(in, STORE_PASSWORD.toCharArray());
        }
        final byte[] key = Objects.requireNonNull(store.getKey("plant", STORE_PASSWORD.toCharArray()))
                .getEncoded();
        Files.writeString(pem(name), text("CERTIFICATE", made.getEncoded()));
        Files.writeString(key(name), text("PRIVATE KEY", key));
    }

    private static String text(final String type, final byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static void format(final Path data, final List<String> users) throws Exception {
        final List<String> scram = new ArrayList<>();
        for (final String user : users) {
            scram.add("SCRAM-SHA-512=[name=" + user + ",password=" + user + "]");
        }
        scram.add("SCRAM-SHA-512=[name=" + ADMIN + ",password=" + ADMIN + "]");
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(data.toString())
                    .addDirectory(data.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setScramArguments(scram)
                    .run();
        }
    }

    private Properties settings(final Path data, final List<String> users) {
        final int controllerPort = Ports.free(0, "the Kafka broker's controller");
        final Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        final String doors = "SASL://127.0.0.1:" + saslPort + ",CERTIFICATE://127.0.0.1:" + certificatePort;
        final String own = ",INTERNAL://127.0.0.1:" + Ports.free(0, "the Kafka broker's own door");
        p.put("listeners", doors + own + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", doors + own);
        p.put("controller.listener.names", "CONTROLLER");
        p.put(
                "listener.security.protocol.map",
                "SASL:SASL_SSL,CERTIFICATE:SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("inter.broker.listener.name", "INTERNAL");
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "2");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "2");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("group.min.session.timeout.ms", "1000");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("log.cleaner.dedupe.buffer.size", "2097152");
        security(p, users);
        return p;
    }

    private void security(final Properties p, final List<String> users) {
        p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        // The broker's own doors are without TLS, and on the loopback only.
        p.put("super.users", "User:" + ADMIN + ";User:ANONYMOUS");
        p.put("ssl.keystore.type", "PKCS12");
        p.put("ssl.keystore.location", pkcs12("broker").toString());
        p.put("ssl.keystore.password", STORE_PASSWORD);
        p.put("ssl.key.password", STORE_PASSWORD);
        p.put("listener.name.certificate.ssl.truststore.type", "PEM");
        p.put("listener.name.certificate.ssl.truststore.location", pem("client").toString());
        p.put("listener.name.certificate.ssl.client.auth", "required");
        p.put("listener.name.certificate.ssl.principal.mapping.rules", "RULE:^.*$/gateway/");
        p.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
        p.put(
                "listener.name.sasl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        final StringBuilder plain =
                new StringBuilder("org.apache.kafka.common.security.plain.PlainLoginModule required");
        users.forEach(user ->
                plain.append(" user_").append(user).append("=\"").append(user).append('"'));
        p.put("listener.name.sasl.plain.sasl.jaas.config", plain.append(';').toString());
    }

    /** For SCRAM and PLAIN. */
    String bootstrap() {
        return "127.0.0.1:" + saslPort;
    }

    /** For clients with a certificate: whoever has {@code client}'s is the user {@code gateway}. */
    String certificateBootstrap() {
        return "127.0.0.1:" + certificatePort;
    }

    Path pem(final String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(final String name) {
        return folder.resolve(name + ".key");
    }

    Path pkcs12(final String name) {
        return folder.resolve(name).resolve("plant.p12");
    }

    Admin admin() {
        return Admin.create(Map.of(
                "bootstrap.servers",
                bootstrap(),
                "security.protocol",
                "SASL_SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                pem("broker").toString(),
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + ADMIN
                        + "\" password=\"" + ADMIN + "\";"));
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
