package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.app.broker.MqttBroker;
import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.source.DeadLetter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files are changed under a gateway with real connections: two to an MQTT broker, and an HTTP door. Kafka is not needed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ConfigurationWatchTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final String NEW_PRESS = "acme/berlin/press/line1/press2";
    private static final String PLANT = "site-time-zone: UTC\nmachines:\n  - path: " + PRESS + "\n";

    @TempDir
    private static Path brokerFolder;

    private static MqttBroker broker;

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Relay first;
    private Relay second;
    private int door;
    private Gateway gateway;
    private ConfigurationWatch watch;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = MqttBroker.start(brokerFolder, 0);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        first = new Relay(broker.port());
        second = new Relay(broker.port());
        door = freePort();
        write("plant.yaml", PLANT);
        write("password", "first-secret");
        write("millrace.yaml", configuration(first("a/#"), second("b/#"), door(door)));
        final Configuration configuration =
                ConfigurationFile.read(folder.resolve("millrace.yaml")).orThrow();
        gateway = GatewayRun.open(
                configuration,
                GatewayRun::now,
                0,
                configuration.sources().stream().map(Sources::factory).toList());
        gateway.bindTo(metrics);
        gateway.start();
        watch = new ConfigurationWatch(folder.resolve("millrace.yaml"), configuration, gateway, metrics);
        log.start();
        ((Logger) LoggerFactory.getLogger(ConfigurationWatch.class)).addAppender(log);
        awaitReady();
        settle();
        assertThat(log.list).as("nothing has changed yet").isEmpty();
    }

    @AfterEach
    void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger(ConfigurationWatch.class)).detachAppender(log);
        watch.close();
        gateway.close();
        first.close();
        second.close();
    }

    @Test
    void shouldKeepTheConnectionsOfWhatDidNotChange() throws Exception {
        final List<Integer> before = first.clients();
        assertThat(before).hasSize(1);
        assertThat(second.clients()).hasSize(1);
        try (Relay third = new Relay(broker.port())) {
            change(first("a/#"), second("b2/#"), mqtt("third", third.port(), "c/#"));
            awaitReady();

            assertThat(applied()).isEqualTo(1);
            assertThat(said())
                    .contains("added [third], changed [second], removed [door]")
                    .contains("+ sources[1].topics");
            assertThat(first.clients()).as("the same TCP session").isEqualTo(before);
            assertThat(second.clients()).as("connected again").hasSize(2);
            assertThat(third.clients()).hasSize(1);
            assertThat(post(PRESS)).as("the door is gone").isZero();
            heard("a/x");
            heard("b2/x");
            heard("c/x");
            assertThat(first.clients()).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseAFaultyFileAndKeepTheOldOne() throws Exception {
        write("millrace.yaml", configuration(first("a/#"), second("b/#"), door(door)) + "sauces: []\n");
        write("plant.yaml", PLANT + "  - path: acme/berlin\n");
        settle();

        assertThat(metrics.counter("millrace.config.reload", "gateway", "gw1", "outcome", "refused")
                        .count())
                .isEqualTo(1);
        assertThat(metrics.get("millrace.config.stale").gauge().value()).isEqualTo(1);
        assertThat(said())
                .contains("is refused, the old one stays in force")
                .contains("sauces", "is unknown here", "plant.yaml:4");
        nobodyReconnected();
        assertThat(post(PRESS)).isEqualTo(202);

        write("plant.yaml", PLANT);
        write("millrace.yaml", configuration(first("a/#"), second("b/#"), door(door)));
        settle();
        assertThat(metrics.get("millrace.config.stale").gauge().value())
                .as("taken back")
                .isZero();
        assertThat(applied()).as("as it was: nothing to do").isZero();
        nobodyReconnected();
    }

    @Test
    void shouldNameWhatTakesARestart() throws Exception {
        write(
                "millrace.yaml",
                configuration(first("a/#"), second("b3/#"))
                        .replace("partitions: 2", "partitions: 3")
                        .replace("id: gw1", "id: gw2"));
        settle();
        assertThat(said())
                .contains("gateway cannot change while the gateway runs (gateway.id: gw2): restart the gateway")
                .contains("kafka cannot change while the gateway runs (kafka.partitions: 3): restart the gateway");
        assertThat(applied()).isZero();
        nobodyReconnected();
    }

    @Test
    void shouldLetMachinesComeAndGoUnderADoorThatStaysOpen() throws Exception {
        assertThat(post(PRESS)).isEqualTo(202);
        assertThat(post(NEW_PRESS)).isEqualTo(400);
        final long before = counted("millrace.ingest.events");
        write("plant.yaml", PLANT + "  - path: " + NEW_PRESS + "\n");
        settle();

        assertThat(applied()).isEqualTo(1);
        assertThat(said()).contains("added [], changed [], removed []").contains("+ master-data.machines[1].path");
        Awaitility.await("the new machine's definition, and no other, is said")
                .until(() -> counted("millrace.ingest.events") == before + 1);
        assertThat(post(NEW_PRESS)).isEqualTo(202);
        nobodyReconnected();

        write("plant.yaml", PLANT);
        settle();
        assertThat(post(NEW_PRESS)).isEqualTo(400);
        assertThat(post(PRESS)).isEqualTo(202);
    }

    /** More than once each, since what a topic's messages look like is learned. */
    @Test
    void shouldLetMachinesComeAndGoUnderASessionThatStays() throws Exception {
        change(first("millrace/v1/#"), second("b/#"));
        awaitReady();
        final List<Integer> before = first.clients();
        final String topic = "millrace/v1/" + NEW_PRESS + "/counter";
        heardOfThree(topic);
        assertThat(unknown()).isEqualTo(3);
        write("plant.yaml", PLANT + "  - path: " + NEW_PRESS + "\n");
        settle();
        heardOfThree(topic);
        assertThat(unknown()).isEqualTo(3);
        write("plant.yaml", PLANT);
        settle();
        heardOfThree(topic);
        assertThat(unknown()).isEqualTo(6);
        assertThat(first.clients()).as("the same TCP session").isEqualTo(before);
    }

    private void heardOfThree(final String topic) {
        for (int i = 0; i < 3; i++) {
            heard(topic, "{\"measure\":\"good\",\"value\":" + i + "}");
        }
    }

    private long unknown() {
        return counted("millrace.ingest.dead.letters", "reason", DeadLetter.Reason.UNKNOWN_MACHINE.name());
    }

    @Test
    void shouldGoBackWhereASourceCannotBeMade() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            change(first("a/#"), second("b/#"), door(taken.getLocalPort()));
            assertThat(metrics.counter("millrace.config.reload", "gateway", "gw1", "outcome", "failed")
                            .count())
                    .isEqualTo(1);
            assertThat(said()).contains("cannot be used, the old one stays in force", "cannot listen on");
            assertThat(post(PRESS)).as("the old door is open again").isEqualTo(202);
            nobodyReconnected();
        }
    }

    @Test
    void shouldNotTakeAFileThatIsStillBeingWritten() throws Exception {
        write("millrace.yaml", "gateway: { id: gw1");
        watch.look();
        write("millrace.yaml", configuration(first("a/#"), second("b4/#"), door(door)));
        watch.look();
        assertThat(applied()).isZero();
        watch.look();
        assertThat(applied()).isEqualTo(1);
        assertThat(said()).doesNotContain("refused");
    }

    @Test
    void shouldNoticeASecretThatChanges() throws Exception {
        write("password", "second-secret");
        settle();
        assertThat(applied()).isEqualTo(1);
        assertThat(said()).contains("changed [second]").doesNotContain("-secret");
        awaitReady();
        assertThat(second.clients()).hasSize(2);
        assertThat(first.clients()).hasSize(1);
    }

    @Test
    void shouldShowOnlyTheCountersOfTheSourceThatRuns() throws Exception {
        assertThat(post(PRESS)).isEqualTo(202);
        assertThat(accepted()).isEqualTo(1);
        change(first("a/#"), second("b/#"), door(door) + ", max-events: 7");
        assertThat(accepted()).as("counts from its start").isZero();
        assertThat(post(PRESS)).isEqualTo(202);
        assertThat(accepted()).isEqualTo(1);
        change(first("a/#"), second("b/#"));
        assertThat(metrics.find("millrace.http.accepted").functionCounters()).isEmpty();
    }

    /** Of all lanes. */
    private long counted(final String name, final String... tags) {
        return Math.round(metrics.find(name).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum());
    }

    private double accepted() {
        return metrics.get("millrace.http.accepted").functionCounter().count();
    }

    private void nobodyReconnected() {
        assertThat(first.clients()).hasSize(1);
        assertThat(second.clients()).hasSize(1);
        assertThat(gateway.isReady()).isTrue();
    }

    private double applied() {
        return metrics.counter("millrace.config.reload", "gateway", "gw1", "outcome", "applied")
                .count();
    }

    private String said() {
        return String.join(
                "\n", log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    private void change(final String... sources) throws IOException {
        write("millrace.yaml", configuration(sources));
        settle();
    }

    /** As many looks as it takes when the files stand still, also if a new one was named. */
    private void settle() {
        for (int i = 0; i < 4; i++) {
            watch.look();
        }
    }

    private void awaitReady() {
        Awaitility.await("all sources hear").atMost(Duration.ofSeconds(60)).until(gateway::isReady);
    }

    /** Says something on a topic that nobody mapped: it arrives as one dead letter. */
    private void heard(final String topic) {
        heard(topic, "{}");
    }

    private void heard(final String topic, final String payload) {
        final long before = counted("millrace.ingest.messages");
        final Mqtt5BlockingClient sender = MqttClient.builder()
                .useMqttVersion5()
                .identifier("sender")
                .serverHost("127.0.0.1")
                .serverPort(broker.port())
                .buildBlocking();
        sender.connect();
        sender.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
        sender.disconnect();
        Awaitility.await(topic)
                .atMost(Duration.ofSeconds(30))
                .until(() -> counted("millrace.ingest.messages") > before);
    }

    /** @return the status of the answer, 0 if nobody listens */
    private int post(final String machine) throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door + "/v1/events"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"machine\":\"" + machine + "\",\"kind\":\"state\",\"state\":\"EXECUTE\"}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (final ConnectException nobody) {
            return 0;
        }
    }

    private String first(final String filter) {
        return mqtt("first", first.port(), filter);
    }

    private String second(final String filter) {
        return mqtt("second", second.port(), filter) + ", username: u, password: \"${file:password}\"";
    }

    private static String mqtt(final String name, final int port, final String filter) {
        return "name: %s, type: mqtt-json, url: \"mqtt://127.0.0.1:%d\", client-id: %s-%d, topics: [\"%s\"]"
                .formatted(name, port, name, port, filter);
    }

    private static String door(final int port) {
        return "name: door, type: http, listen: \"127.0.0.1:" + port + "\"";
    }

    private static String configuration(final String... sources) {
        final StringBuilder text = new StringBuilder(
                """
                gateway: { id: gw1, data: ./gateway, http: "127.0.0.1:0" }
                kafka: { bootstrap: "127.0.0.1:1", partitions: 2 }
                master-data: plant.yaml
                sources:
                """);
        for (final String source : sources) {
            text.append("  - { ").append(source).append(" }\n");
        }
        return text.toString();
    }

    private void write(final String name, final String text) throws IOException {
        final Path beside = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(beside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
