package io.millrace.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.plant.Plant;
import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Fault;
import io.millrace.app.yaml.HostPort;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.opcua.Monitoring;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.tls.ClientTls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadEverySettingOfTheTemplate() {
        final Configuration read = read(Template.millrace()).orThrow();

        assertThat(read.gateway())
                .isEqualTo(new GatewaySettings(
                        "gw1",
                        folder.resolve("data/gateway"),
                        new HostPort("127.0.0.1", 9464),
                        Duration.ofSeconds(10)));
        assertThat(read.journal())
                .isEqualTo(new JournalSettings(
                        JournalSettings.Sync.PROCESS,
                        JournalSettings.Roll.HOURLY,
                        256L << 20,
                        4096,
                        JournalSettings.Wait.BLOCKING,
                        new JournalSettings.Telemetry(
                                folder.resolve("data/gateway/telemetry"), JournalSettings.Sync.PROCESS, 1L << 30)));
        assertThat(read.kafka()).isEqualTo(new KafkaSettings("127.0.0.1:9092", 1, 12, Map.of()));
        assertThat(read.topology().instance()).isEqualTo("t1");
        assertThat(read.topology().rejected()).isEqualTo(RejectedPolicy.RETURN);
        assertThat(read.sources()).extracting(SourceSettings::name).containsExactly("mes", "spb", "opc");
    }

    @Test
    void shouldReadTheMeaningOfEverySignal() {
        final Configuration read = read(Template.millrace()).orThrow();
        final SourceSettings.MqttJson mes =
                (SourceSettings.MqttJson) read.sources().get(0);
        final SourceSettings.Sparkplug spb =
                (SourceSettings.Sparkplug) read.sources().get(1);
        final SourceSettings.OpcUa opc = (SourceSettings.OpcUa) read.sources().get(2);

        assertThat(mes.mappings().get(0).fields())
                .containsEntry("quantity", "/n")
                .containsEntry("measure", "=good");
        assertThat(mes.clientId()).isEqualTo("gw1-mes");
        final SourceSettings.Device mill = spb.machines().get(0);
        assertThat(List.of(mill.group(), mill.node(), mill.device())).containsExactly("Berlin", "line2", "mill1");
        assertThat(mill.signals().signals())
                .extracting(Signal::kind)
                .containsExactly(
                        Signal.Kind.STATE,
                        Signal.Kind.REASON,
                        Signal.Kind.COUNTER,
                        Signal.Kind.COUNTER,
                        Signal.Kind.ORDER);
        assertThat(mill.signals().signals().get(3).measure()).isEqualTo(Measure.SCRAP);
        assertThat(opc.policy()).isEqualTo(SourceSettings.Policy.BASIC256_SHA256);
        final Signal state = opc.machines().get(0).signals().get(0);
        assertThat(state.address()).isEqualTo("nsu=urn:millrace:plant;s=press1/State");
        assertThat(state.states().read("1")).isEqualTo(MachineState.EXECUTE);
        assertThat(state.states().read("6")).as("not of this table").isEqualTo(MachineState.UNKNOWN);
    }

    @Test
    void shouldReadHowEachNodeIsWatchedAndWhatOfItCounts() {
        final SourceSettings.OpcUa opc = (SourceSettings.OpcUa) read(Template.millrace()
                        .replace("# policy: Basic256Sha256", "user-certificate: {certificate: u.pem, key: u.key} #")
                        .replace("# history: 0s", "history: 2h")
                        .replace(
                                "s=press1/Good\",",
                                "s=press1/Good\", member: \"[1].AccCount\", scale: 0.5, deadband: 2%, queue-size: 9,"))
                .orThrow()
                .sources()
                .get(2);

        final Signal good = opc.machines().get(0).signals().get(1);
        assertThat(good.member()).isEqualTo("[1].AccCount");
        assertThat(good.scale()).isEqualTo("0.5");
        assertThat(opc.exceptions())
                .containsOnly(Map.entry(
                        good,
                        new Monitoring(100, 9, Monitoring.Trigger.STATUS_VALUE, new Monitoring.Deadband(2, true))));
        assertThat(opc.monitoring().trigger()).isEqualTo(Monitoring.Trigger.STATUS_VALUE_TIMESTAMP);
        assertThat(opc.history()).isEqualTo(Duration.ofHours(2));
        assertThat(opc.userCertificate()).isNotNull();
    }

    @Test
    void shouldReadTheMasterDataItNames() {
        final Plant plant = read(Template.millrace()).orThrow().plant();

        final Plant.Machine press = plant.machines().get(0);
        assertThat(press.counters().wrapping())
                .containsExactly(Map.entry(Measure.GOOD, new Plant.Counter(65_536_000, 500_000)));
        assertThat(press.settleAfter()).isEqualTo(Duration.ofMinutes(2));
        assertThat(plant.machines().get(2).authority()).isEqualTo(Authority.REPORT);
        assertThat(plant.orders().get(0).material().unit()).isEqualTo("PCE");
        assertThat(plant.orders().get(0).operations())
                .containsExactly(new Plant.Operation(
                        "0010",
                        100_000,
                        Duration.ZERO,
                        ConfirmationPolicy.of(10_000, 30_000_000_000L, true, CorrectionPolicy.REVERSAL),
                        OperationCounting.PLAIN,
                        List.of()));
    }

    @Test
    void shouldTakeEveryExampleOfTheMasterData() {
        final Checked<Configuration> read =
                Template.read(folder, Template.millrace(), Template.plantWithExamples(), Map.of());

        final Plant plant = read.orThrow().plant();
        assertThat(plant.profiles()).hasSize(1);
        assertThat(plant.calendars()).hasSize(1);
        assertThat(plant.postingPeriods()).hasSize(1);
        assertThat(plant.machines().get(0).validFromNs()).isPositive();
        assertThat(plant.orders().get(0).operations().get(0).components()).hasSize(1);
        assertThat(read.effective())
                .contains(
                        "master-data.machines[1].profile: packml  (default)",
                        "master-data.calendars[0].valid-from: 2025-12-31T23:00:00Z",
                        "master-data.orders[0].type: series",
                        "master-data.orders[0].operations[0].confirm.with-times: false",
                        "master-data.orders[0].operations[0].runtime-per-unit: 62.5ms");
    }

    /** Each row spoils one line of the template: what it says, what it says now, and the fault. */
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: gw1                        | id: gw 1                    | gateway.id: \"gw 1\" is not a name",
                "id: gw1                        | idd: gw1                    | gateway.id: is missing",
                "data: ./data/gateway           | dta: ./data/gateway         | did you mean \"data\"",
                "data: ./data/gateway           | data:                       | gateway.data: has no value",
                "data: ./data/gateway           | data: [a]                   | gateway.data: must be a single value",
                "data: ./data/gateway           | id: again                   | gateway.id: is given twice, first in line 9",
                "# http: 127.0.0.1:9464         | http: nine                  | gateway.http: \"nine\" is not an address",
                "# tick: 10s                    | tick: 10                    | gateway.tick: \"10\" is not a duration",
                "# tick: 10s                    | tick: 2h                    | gateway.tick: 2h is out of range",
                "# journal:                     | journal: {sync: pwer}       | did you mean \"power\"",
                "# journal:                     | journal: {ring-slots: 1000} | is not a power of two",
                "# journal:                     | journal: {min-free: 1KB}    | journal.min-free: 1KB is out of range",
                "# journal:                     | journal: {telemetry: {min-free: 128MB}} | is less than journal.min-free",
                "# journal:                     | journal: {telemetry: {folder: data/gateway}} | give it a folder of its own",
                "# journal:                     | journal: x                  | journal: must be a group of keys",
                "bootstrap: 127.0.0.1:9092      | bootstrap: broker           | kafka.bootstrap: \"broker\" is not an address",
                "# replication: 1               | replication: 10             | kafka.replication: 10 is out of range",
                "# properties:                  | properties: {ssl.key.password: x} | a secret must not stand in the file",
                "# properties:                  | properties: {bootstrap.servers: x} | belongs to kafka.bootstrap",
                "# topology:                    | topology: {http: 127.0.0.1:9464} | topology: serves http where the gateway does",
                "# topology:                    | topology: {postings: {rejected: prk}} | did you mean \"park\"",
                "master-data: plant.yaml        | masterdata: plant.yaml      | master-data: is missing",
                "\"2\": HELD                    | \"2\": HELT                 | tables.baler.2: \"HELT\" is unknown; did you mean \"HELD\"",
                "type: mqtt-json                | type: json                  | sources[0].type: \"json\" is unknown",
                "name: spb                      | name: mes                   | sources[1].name: \"mes\" is the name of another",
                "url: opc.tcp://127.0.0.1:4840/plant | url: http://h:1        | sources[2].url: \"http://h:1\" is not an address: write opc.tcp://host:port",
                "url: opc.tcp://127.0.0.1:4840/plant | url: opc.tcp://a:b@h:1 | must not hold a user name or password",
                "# trigger: status-value-timestamp | trigger: value           | sources[2].trigger: \"value\" is unknown",
                "# history: 0s                  | history: 8d                 | sources[2].history: 8d is out of range",
                "# policy: Basic256Sha256       | user-certificate: {} #      | user-certificate.key: is missing",
                "s=press1/Good\",               | s=press1/Good\", scale: 0,   | scale: \"0\" is no scale",
                "s=press1/Good\",               | s=press1/Good\", names: true, | names: makes no number",
                "s=press1/Good\",               | s=press1/Good\", member: a..b, | is no member: write Count, [0] or [0].Count",
                "s=press1/Good\",               | s=press1/Good\", deadband: 101%, | deadband: \"101%\" is no deadband",
                "s=press1/Good\",               | s=press1/Good\", deadband: 5, trigger: status, | goes with the trigger status-value only",
                "s=press1/Order\",              | s=press1/Order\", deadband: 5, | deadband: is for counters",
                "s=press1/Order\",              | s=press1/Order\", scale: 5, | scale: is for counters only",
                "topics: [\"millrace/v1/#\"]    | topics: millrace/v1/#       | sources[0].topics: must be a list",
                "topics: [\"millrace/v1/#\"]    | topics: [\"a/#/b\"]         | sources[0].topics[0]: \"a/#/b\" is not a topic filter",
                "line3/{1}                      | line3/{3}                   | names {3}, but the topic has only 3 levels",
                "quantity: /n                   | quantity: n                 | write /name to take it from the message",
                "quantity: /n                   | quantiy: /n                 | fields.quantity: is missing",
                "groups: [Berlin]               | groups: []                  | sources[1].groups: is empty",
                "groups: [Berlin]               | groups: [Berlin]\\n    tls: {trusted: ca.pem} | sources[1].tls: is of no use with this url",
                "groups: [Berlin]               | groups: [Berlin]\\n    version: 4 | sources[1].version: \"4\" is unknown",
                "device: Berlin/line2/mill1     | device: Paris/line2/mill1   | in group \"Paris\"",
                "device: Berlin/line2/mill1     | device: mill1               | write group/node/device",
                "machine: acme/berlin/mill/line2/mill1 | machine: a/b/c/d     | write five levels",
                "machine: acme/berlin/mill/line2/mill1 | machine: acme/berlin/mill/line2/mill2 | did you mean \"acme/berlin/mill/line2/mill1\"",
                "kind: state, table: packml     | kind: state, table: pacml   | did you mean \"packml\"",
                "metric: StopReason, kind: reason | metric: State, kind: reason | \"State\" is given twice for this machine",
                "metric: Good, kind: counter, measure: good | metric: Good, kind: counter | measure: is missing",
                "metric: Scrap, kind: counter, measure: scrap | metric: Scrap, kind: counter, measure: good | second counter of good",
                "metric: Order, kind: order     | metric: Order, kind: order, table: packml | is for states only",
                "metric: Order, kind: order     | metric: Order, kind: order, measure: good | is for counters only",
                "# security: sign-and-encrypt   | security: none\\n    policy: Basic256Sha256 | sources[2].policy: does not go with the security",
                "# queue-size: 64               | queue-size: 0               | sources[2].queue-size: 0 is out of range",
                "# queue-size: 64               | password: plain\\n    username: u | a secret must not stand in the file",
                "# queue-size: 64               | username: u                 | has no password beside it",
                "# queue-size: 64               | password: \"${env:PW}\"     | has no username beside it",
                "# queue-size: 64               | username: u\\n    password: \"${env:NOT_SET}\" | NOT_SET is not set: export it",
                "# queue-size: 64               | username: u\\n    password: \"${file:none}\" | the file none cannot be read",
                "# queue-size: 64               | username: u\\n    password: \"${vault:x}\" | leads nowhere: write ${env:NAME}",
                "# queue-size: 64               | queue-size: \"${env:PW}\"   | is no secret: write the value itself",
            })
    void shouldNameFileLineAndRemedyOfEachFault(final String sound, final String spoilt, final String message) {
        final String template = Template.millrace();
        assertThat(template).contains(sound);
        final String text = template.replace(sound, spoilt.translateEscapes());
        final int line =
                (int) template.substring(0, template.indexOf(sound)).lines().count();

        final Checked<Configuration> read = read(text);

        assertThat(read.isSound()).isFalse();
        assertThat(read.faults()).anySatisfy(fault -> {
            assertThat(fault.toString()).contains(message);
            assertThat(fault.file()).isEqualTo(folder.resolve("millrace.yaml").toString());
            // What is missing is found missing in its group, which begins above.
            assertThat(fault.line()).isBetween(message.contains("is missing") ? 1 : line, line + 1);
        });
    }

    /** Each row has other servers for the template's Sparkplug source. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "urls: []                            | sources[1].urls: is empty",
                "url: mqtt://a\\n    urls: [mqtt://a] | sources[1].url: is given beside urls",
                "urls: [mqtt://a, mqtts://b]         | sources[1].urls[1]: has another scheme than the first",
                "urls: [mqtt://a, mqtt://A:1883]     | sources[1].urls[1]: is given twice",
                "urls: [mqtt://a]\\n    tls: {trusted: x} | sources[1].tls: is of no use with these urls",
                "url: mqtts://a\\n    tls: {certificate: none.pem, key: none.key} | none.pem cannot be read"
            })
    void shouldNameFaultsOfSparkplugServers(final String servers, final String message) {
        assertThat(withSparkplugServers(servers).faults())
                .anySatisfy(fault -> assertThat(fault.toString()).contains(message));
    }

    @Test
    void shouldReadSparkplugServers() {
        final SourceSettings.Sparkplug several =
                (SourceSettings.Sparkplug) withSparkplugServers("urls: [mqtts://a, mqtts://b:1]\\n    version: 3.1.1")
                        .orThrow()
                        .sources()
                        .get(1);

        assertThat(several.urls()).extracting(Object::toString).containsExactly("mqtts://a", "mqtts://b:1");
        assertThat(several.tls()).isEqualTo(ClientTls.DEFAULT);
        assertThat(several.mqttVersion()).isEqualTo(MqttVersion.V3_1_1);
    }

    @Test
    void shouldRefuseTwoSparkplugSourcesThatAreOneHostOrHearOneGroup() {
        final String template = Template.millrace();
        final int from = template.indexOf("  - name: spb");
        final String source = template.substring(from, template.indexOf("  # An OPC UA server."));
        final String second = source.replace("name: spb", "name: twin").replace("127.0.0.1:1883", "127.0.0.1");

        assertThat(read(template.replace(source, source + second)).faults())
                .extracting(Fault::toString)
                .anySatisfy(fault -> assertThat(fault).contains("is the host id of source spb at the same MQTT server"))
                .anySatisfy(fault -> assertThat(fault).contains("\"Berlin\" is heard by source spb"));
    }

    private Checked<Configuration> withSparkplugServers(final String servers) {
        final String sound = "type: sparkplug\n    url: mqtt://127.0.0.1:1883";
        assertThat(Template.millrace()).contains(sound);
        return read(Template.millrace().replace(sound, "type: sparkplug\n    " + servers.translateEscapes()));
    }

    @Test
    void shouldReportTheFaultsOfBothFilesAtOnce() {
        final Checked<Configuration> read = Template.read(
                folder,
                Template.millrace().replace("id: gw1", "id: ''"),
                Template.plant().replace("site-time-zone: Europe/Berlin", "site-time-zone: Berlin"),
                Map.of());

        assertThat(read.faults())
                .extracting(fault -> Path.of(fault.file()).getFileName() + ":" + fault.line())
                .containsExactly("millrace.yaml:9", "plant.yaml:6");
        assertThatThrownBy(read::orThrow).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(failure.sentence().lines()).hasSize(3);
        });
    }

    @Test
    void shouldSayThatTheMasterDataIsNotThere() {
        final List<Fault> faults = read(Template.millrace()
                        .replace("master-data: plant.yaml", "master-data: plants.yaml"))
                .faults();
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.toString())
                .contains("plants.yaml:1:1: there is no such file"));
    }

    @Test
    void shouldHandSecretsToTheirUserAndShowThemToNobody() throws Exception {
        Files.writeString(folder.resolve("jaas.conf"), "login secret-in-file;\n");
        final String text = Template.millrace()
                .replace("# properties: ", "properties: {sasl.jaas.config: \"${file:jaas.conf}\"} # ")
                .replace("# queue-size: 64", "username: \"${env:WHO}\"\n    password: \"${env:PW}\"");

        final Checked<Configuration> read =
                Template.read(folder, text, Template.plant(), Map.of("PW", "secret-password", "WHO", "secret-name"));

        final Configuration configuration = read.orThrow();
        final Login login = Objects.requireNonNull(
                ((SourceSettings.OpcUa) configuration.sources().get(2)).login());
        assertThat(login.password().reveal()).isEqualTo("secret-password");
        assertThat(configuration.kafka().clientProperties())
                .containsEntry("sasl.jaas.config", "login secret-in-file;")
                .containsEntry("bootstrap.servers", "127.0.0.1:9092");
        assertThat(String.join("\n", read.effective()))
                .contains("sources[2].password: ****", "sources[2].username: ****", "sasl.jaas.config: ****")
                .doesNotContain("secret-");
        assertThat(configuration.toString()).doesNotContain("secret-");
    }

    private Checked<Configuration> read(final String millrace) {
        return Template.read(folder, millrace, Template.plant(), Map.of("PW", "x"));
    }
}
