package io.millrace.app.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.app.Millrace;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.kafka.TopicReader;
import io.millrace.app.run.GatewayRun;
import io.millrace.app.run.TopologyRun;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole path on a Kafka with TLS, SCRAM and exactly the rights that are documented; and with each of them missing. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SecurityTest {
    private static final String MACHINE = "acme/berlin/press/line1/press1";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final List<String> USERS = List.of("gateway", "topology", "reader", "operator");
    private static final AtomicInteger FOLDERS = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static SecuredKafka kafka;
    private static Admin admin;
    private static Topics topics;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        kafka = new SecuredKafka(folder, USERS);
        admin = kafka.admin();
        topics = Topics.embedded();
        TopicAdmin.ensure(admin, topics.specs(), (short) 1);
        grant(DocumentedRights.all());
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        kafka.close();
    }

    @Test
    void shouldRunTheWholePathWithTheDocumentedRights() throws Exception {
        try (Gateway gateway = gateway(scram("gateway"))) {
            try (TopologyRun topologies = TopologyRun.start(configuration(scram("topology")))) {
                gateway.start();
                count(gateway, 3);
                stopAndGoOn(gateway);
                await("forwarded").atMost(LONG).until(() -> gateway.backlog() == 0);
                await("both topologies").atMost(LONG).until(topologies::isReady);
                await("production has said something").atMost(LONG).until(() -> !records(topics.balances())
                        .isEmpty());
                assertThat(run("reader", "tail", "balances", "--all", "--once"))
                        .as("%s", err)
                        .isZero();
                assertThat(out.toString()).contains("press1");
                assertThat(run("reader", "audit")).as("%s", err).isZero();
                assertThat(run("operator", "settle", MACHINE)).as("%s", err).isZero();
                await("analytics has said something")
                        .atMost(LONG)
                        .until(() -> !records(topics.downtime()).isEmpty()
                                || !records(topics.oee()).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rightsOfTheGateway")
    void shouldSayWhatTheGatewayMayNotAndGoOnWhenItMay(final AclBinding missing) throws Exception {
        try (Gateway gateway = gateway(scram("gateway"))) {
            revoke(missing);
            gateway.start();
            count(gateway, 1);
            await("it says so").atMost(LONG).until(() -> String.valueOf(gateway.forwardingTrouble())
                    .contains("docs/security.md"));
            assertThat(gateway.backlog()).as("nothing is lost or skipped").isPositive();
            grant(List.of(missing));
            await("it goes on by itself").atMost(LONG).until(() -> gateway.backlog() == 0);
            assertThat(gateway.forwardingTrouble()).isNull();
        } finally {
            grant(List.of(missing));
        }
    }

    private static Stream<AclBinding> rightsOfTheGateway() throws IOException {
        return DocumentedRights.of("gateway").stream();
    }

    @Test
    void shouldRefuseWhomTheBrokerDoesNotKnow() throws Exception {
        final String wrong = scram("gateway").replace("${env:GATEWAY}", "${env:OPERATOR}");
        try (Gateway gateway = gateway(wrong)) {
            gateway.start();
            count(gateway, 1);
            await("it says so").atMost(LONG).until(() -> String.valueOf(gateway.forwardingTrouble())
                    .contains("check user and password"));
        }
        try (Gateway gateway = gateway(scram("gateway")
                .replace(kafka.pem("broker").toString(), kafka.pem("client").toString()))) {
            gateway.start();
            count(gateway, 1);
            await("it says so").atMost(LONG).until(() -> String.valueOf(gateway.forwardingTrouble())
                    .contains("compare kafka.tls"));
        }
    }

    @Test
    void shouldTakePlainOverTlsAndCertificates() throws Exception {
        final List<String> others = List.of(
                "{ bootstrap: \"" + kafka.bootstrap() + "\", partitions: 2, tls: { trusted: \"" + kafka.pem("broker")
                        + "\" }, sasl: { mechanism: PLAIN, username: gateway, password: \"${env:GATEWAY}\" } }",
                "{ bootstrap: \"" + kafka.certificateBootstrap() + "\", partitions: 2, tls: { trusted: \""
                        + kafka.pem("broker") + "\", certificate: \"" + kafka.pem("client") + "\", key: \""
                        + kafka.key("client") + "\" } }",
                "{ bootstrap: \"" + kafka.certificateBootstrap() + "\", partitions: 2, tls: { trusted: \""
                        + kafka.pem("broker") + "\", certificate: \"" + kafka.pkcs12("client")
                        + "\", password: \"${env:STORE}\" } }");
        for (final String other : others) {
            try (Gateway gateway = gateway(other)) {
                gateway.start();
                count(gateway, 1);
                await(other).atMost(LONG).until(() -> gateway.backlog() == 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rightsOfPeople")
    void shouldSayWhatACommandMayNot(final AclBinding missing) throws Exception {
        final boolean reads = missing.entry().operation().toString().equals("READ");
        final String user = missing.entry().principal().substring("User:".length());
        try {
            revoke(missing);
            final int exit =
                    reads ? run(user, "tail", "confirmations", "--all", "--once") : run(user, "settle", MACHINE);
            assertThat(exit).isEqualTo(1);
            assertThat(err.toString()).contains("uthoriz", "docs/security.md");
        } finally {
            grant(List.of(missing));
        }
    }

    private static Stream<AclBinding> rightsOfPeople() throws IOException {
        return Stream.concat(DocumentedRights.of("reader").stream(), DocumentedRights.of("operator").stream());
    }

    /** Some minutes: the topologies start once for each of their rights, on an empty Kafka each time. */
    @Test
    @Tag("faults")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void shouldNotRunTheTopologiesWithOneRightLess() throws Exception {
        assertThat(runWith(DocumentedRights.all())).as("with all rights").isTrue();
        final Set<AclBinding> unneeded = new HashSet<>();
        for (final AclBinding missing : DocumentedRights.of("topology")) {
            if (runWith(DocumentedRights.all().stream()
                    .filter(right -> !right.equals(missing))
                    .toList())) {
                unneeded.add(missing);
            }
        }
        assertThat(unneeded).as("rights that are documented and not needed").isEmpty();
    }

    private static boolean runWith(final List<AclBinding> rights) throws Exception {
        try (SecuredKafka fresh = new SecuredKafka(
                        Files.createDirectory(folder.resolve("fresh" + FOLDERS.incrementAndGet())), USERS);
                Admin over = fresh.admin()) {
            TopicAdmin.ensure(over, topics.specs(), (short) 1);
            over.createAcls(rights).all().get();
            return run(fresh, over);
        }
    }

    /** Whether both get as far as having read all they read, or are refused; one of the two has to happen. */
    private static boolean run(final SecuredKafka on, final Admin over) throws Exception {
        final String file = scram("topology")
                .replace(kafka.bootstrap(), on.bootstrap())
                .replace(kafka.pem("broker").toString(), on.pem("broker").toString());
        final String sender = scram("gateway")
                .replace(kafka.bootstrap(), on.bootstrap())
                .replace(kafka.pem("broker").toString(), on.pem("broker").toString());
        try (Gateway gateway = gateway(sender)) {
            gateway.start();
            makeAnOrder(gateway);
            await().atMost(LONG).until(() -> gateway.backlog() == 0);
            try (Refusals refusals = new Refusals();
                    TopologyRun topologies = TopologyRun.start(configuration(file))) {
                // Threads of Kafka Streams die here, and are to.
                await().dontCatchUncaughtExceptions()
                        .atMost(LONG)
                        .until(() -> refusals.isAny() || topologies.isReady() && isThrough(over));
                return !refusals.isAny();
            }
        }
    }

    private static boolean isThrough(final Admin over) throws Exception {
        return read(over, "millrace-production")
                        .containsAll(List.of(
                                topics.events(), topics.operations(), topics.confirmations(), topics.postingChanges()))
                && read(over, "millrace-production-analytics")
                        .containsAll(
                                List.of(topics.stateIntervals(), topics.stops(), topics.counts(), topics.figures()));
    }

    /** The topics of which a group has read something. */
    private static Set<String> read(final Admin over, final String group) throws Exception {
        return over.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(each -> each.getValue().offset() > 0)
                .map(each -> each.getKey().topic())
                .collect(Collectors.toSet());
    }

    private static void grant(final List<AclBinding> rights) throws Exception {
        admin.createAcls(rights).all().get();
        await().until(() ->
                admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(rights));
    }

    private static void revoke(final AclBinding right) throws Exception {
        final List<AclBindingFilter> filters = List.of(right.toFilter());
        admin.deleteAcls(filters).all().get();
        await().until(() ->
                !admin.describeAcls(AclBindingFilter.ANY).values().get().contains(right));
    }

    private static String scram(final String user) {
        return "{ bootstrap: \"" + kafka.bootstrap() + "\", partitions: 2, tls: { trusted: \"" + kafka.pem("broker")
                + "\" }, sasl: { username: " + user + ", password: \"${env:" + user.toUpperCase(Locale.ROOT)
                + "}\" } }";
    }

    private static Path file(final String kafkaSection) throws IOException {
        final Path own = Files.createDirectory(folder.resolve("run" + FOLDERS.incrementAndGet()));
        Files.writeString(own.resolve("plant.yaml"), "site-time-zone: UTC\nmachines:\n  - path: " + MACHINE + "\n");
        return Files.writeString(
                own.resolve("millrace.yaml"),
                String.join(
                        "\n",
                        "gateway: { id: gw1, data: ./gateway, http: \"127.0.0.1:0\", tick: 100ms }",
                        "kafka: " + kafkaSection,
                        "topology: { state: ./topology, http: \"127.0.0.1:0\" }",
                        "master-data: plant.yaml",
                        ""));
    }

    private static Configuration configuration(final String kafkaSection) throws IOException {
        return configuration(file(kafkaSection));
    }

    private static Configuration configuration(final Path file) {
        final Path own = file.getParent();
        return ConfigurationFile.read(
                        file,
                        new Surroundings(
                                own == null ? file : own,
                                name -> name.equals("STORE") ? "plant" : name.toLowerCase(Locale.ROOT)))
                .orThrow();
    }

    private static Gateway gateway(final String kafkaSection) throws IOException {
        return GatewayRun.open(configuration(kafkaSection), GatewayRun::now, 100_000_000L, List.of());
    }

    private static void count(final Gateway gateway, final int units) {
        for (int unit = 0; unit < units; unit++) {
            say(gateway, 0, new Fact.CounterReading(Measure.GOOD, false, unit * 1_000L));
        }
    }

    /** Some hours with an order that is completed, so that each topic that is read as well as written gets something. */
    private static void makeAnOrder(final Gateway gateway) {
        say(gateway, 5, new Fact.OrderContext(Transition.STARTED, false, 0, "1001", "0010"));
        say(gateway, 4, new Fact.CounterReading(Measure.GOOD, false, 0));
        stopAndGoOn(gateway);
        say(gateway, 1, new Fact.CounterReading(Measure.GOOD, false, 5_000));
        say(gateway, 0, new Fact.OrderContext(Transition.COMPLETED, false, 0, "1001", "0010"));
    }

    /** Some hours of a machine, so that there are figures. */
    private static void stopAndGoOn(final Gateway gateway) {
        say(gateway, 4, new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "", ""));
        say(gateway, 3, new Fact.StateChanged(MachineState.STOPPED, Mode.PRODUCTION, "", ""));
        say(gateway, 1, new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "", ""));
    }

    private static void say(final Gateway gateway, final int hoursAgo, final Fact fact) {
        final long nowNs = GatewayRun.now();
        final long timeNs = nowNs - TimeUnit.HOURS.toNanos(hoursAgo);
        final Event event = new Event(EventHead.of("gw1", "test", MACHINE, timeNs, nowNs), fact);
        await().until(() -> gateway.inlet().tryOffer(List.of(event), () -> {}));
    }

    private List<byte[]> records(final String topic) throws IOException {
        final List<byte[]> found = new ArrayList<>();
        new TopicReader(configuration(scram("reader")).kafka().clientProperties())
                .readAll(List.of(topic), message -> found.add(message.value()));
        return found;
    }

    /** A command of a user; the password comes from a file, since this process's environment has none. */
    private int run(final String user, final String... arguments) throws IOException {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final Path config = file(scram(user).replaceAll("\\$\\{env:[A-Z]+}", "\\${file:password}"));
        Files.writeString(config.resolveSibling("password"), user + "\n");
        final String[] all = Stream.concat(Stream.of(arguments), Stream.of("--config=" + config))
                .toArray(String[]::new);
        return Millrace.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }
}
