package io.millrace.app.load;

import io.millrace.app.config.Configuration;
import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.config.Login;
import io.millrace.app.config.SourceSettings.MqttJson;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.run.TopologyRun;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantOptions;
import io.millrace.topology.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** An installation that runs already, found through its {@code millrace.yaml}. Nothing of it is started or ended. */
final class RunningInstallation implements Installation {
    private static final int MQTT_PORT = 1883;
    private static final String ALL = PlantLayout.TOPIC_ROOT + "#";

    private final Path file;
    private final Path out;
    private final LoadPlant plant;
    private final boolean withTopology;
    private final Map<String, Long> pids;
    private final Configuration configuration;
    private final StatusPage gatewayPage;
    private final StatusPage topologyPage;

    /** @throws Failure if the file has faults */
    RunningInstallation(final Path file, final LoadOptions options, final boolean withTopology) {
        this.file = file;
        this.out = options.out();
        this.plant = options.plant();
        this.withTopology = withTopology;
        this.pids = options.pids();
        configuration = ConfigurationFile.read(file).orThrow();
        gatewayPage = new StatusPage(configuration.gateway().http());
        topologyPage = new StatusPage(configuration.topology().http());
    }

    @Override
    public void start() throws IOException, InterruptedException {
        source();
        if (!configuration.plant().machinePaths().containsAll(plant.paths())) {
            final Path needed = Files.createDirectories(out).resolve("plant.yaml");
            Files.writeString(needed, plant.masterData());
            throw new Failure(
                    ExitCode.USAGE,
                    "the master data of " + file + " do not know the machines of the load: add what is in " + needed
                            + " to them, and start the gateway again");
        }
        if (!gatewayPage.isReady() || withTopology && !topologyPage.isReady()) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "gateway or topology do not say that they are ready, at "
                            + configuration.gateway().http() + " and "
                            + configuration.topology().http() + ": start them first");
        }
    }

    private MqttJson source() {
        return configuration.sources().stream()
                .filter(MqttJson.class::isInstance)
                .map(MqttJson.class::cast)
                .filter(each -> each.topics().contains(ALL))
                .filter(each -> !"mqtts".equals(each.url().getScheme()))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        file + " has no source of type mqtt-json with an mqtt:// address and the topic filter " + ALL
                                + ": the load comes through one"));
    }

    @Override
    public PlantOptions.Mqtt mqtt() {
        final MqttJson source = source();
        final int port = source.url().getPort() < 0 ? MQTT_PORT : source.url().getPort();
        final Login login = source.login();
        return login == null
                ? PlantOptions.Mqtt.of(source.url().getHost(), port)
                : new PlantOptions.Mqtt(
                        source.url().getHost(),
                        port,
                        login.username().reveal(),
                        login.password().reveal());
    }

    @Override
    public Map<String, Object> kafka() {
        return configuration.kafka().clientProperties();
    }

    @Override
    public int replication() {
        return configuration.kafka().replication();
    }

    @Override
    public Topics topics() {
        return TopologyRun.topics(configuration);
    }

    @Override
    public StatusPage gateway() {
        return gatewayPage;
    }

    @Override
    public StatusPage topology() {
        return topologyPage;
    }

    @Override
    public Map<String, Long> pids() {
        return pids;
    }

    @Override
    public Map<String, Path> folders() {
        return Map.of();
    }

    @Override
    public String description() {
        return "the installation of " + file + ": " + configuration.kafka().partitions() + " partitions, replication "
                + configuration.kafka().replication() + ", commit interval "
                + configuration.topology().commitInterval().toMillis() + " ms, journal sync "
                + configuration.journal().sync().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void check() {
        // Others look after it; what it loses is found in the books.
    }

    @Override
    public void close() {
        // It was there before.
    }
}
