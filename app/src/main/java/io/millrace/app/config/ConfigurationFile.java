package io.millrace.app.config;

import io.millrace.app.plant.Plant;
import io.millrace.app.plant.PlantFile;
import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Fault;
import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.HostPort;
import io.millrace.app.yaml.Section;
import io.millrace.app.yaml.Spelling;
import io.millrace.app.yaml.Surroundings;
import io.millrace.app.yaml.YamlFile;
import io.millrace.core.posting.RejectedPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code millrace.yaml} and the master data it names, and checks each against the other. */
public final class ConfigurationFile {
    private static final long MB = 1L << 20;
    private static final long GB = 1L << 30;

    private final Path file;
    private final Surroundings surroundings;
    private @Nullable Checked<Plant> plant;

    private ConfigurationFile(final Path file, final Surroundings surroundings) {
        this.file = file;
        this.surroundings = surroundings;
    }

    /** Reads it where it lies, with the environment of this process. */
    public static Checked<Configuration> read(final Path file) {
        return read(file, Surroundings.of(file));
    }

    /** Never throws for what is in the files; see {@link Checked#orThrow()}. */
    public static Checked<Configuration> read(final Path file, final Surroundings surroundings) {
        return new ConfigurationFile(file, surroundings).read();
    }

    private Checked<Configuration> read() {
        final Checked<Configuration> own = YamlFile.read(file, surroundings, this::configuration);
        if (plant == null) {
            return own;
        }
        final List<Fault> faults =
                Stream.concat(own.faults().stream(), plant.faults().stream()).toList();
        final List<String> effective = new ArrayList<>(own.effective());
        plant.effective().forEach(line -> effective.add("master-data." + line));
        return new Checked<>(faults.isEmpty() ? own.value() : null, faults, effective);
    }

    private Configuration configuration(final Section root) {
        final GatewaySettings gateway = root.section("gateway", ConfigurationFile::gateway);
        final JournalSettings journal = root.section("journal", section -> journal(section, gateway.data()));
        final KafkaSettings kafka = root.section("kafka", KafkaReader::read);
        final TopologySettings topology = root.section("topology", ConfigurationFile::topology);
        if (gateway.http().equals(topology.http()) && gateway.http().port() != 0) {
            root.fault("topology", "serves http where the gateway does: give one of them another port");
        }
        root.required("master-data", masterData());
        final SignalReader signals = new SignalReader();
        signals.readTables(root);
        final SourceReader sources = new SourceReader(
                gateway.id(),
                signals,
                knownMachine(),
                new HttpReader(journal.ringSlots(), Set.copyOf(List.of(gateway.http(), topology.http()))));
        return new Configuration(
                gateway,
                journal,
                kafka,
                topology,
                plant == null || plant.value() == null ? Plant.NONE : plant.value(),
                root.sections("sources", sources::source));
    }

    private static GatewaySettings gateway(final Section section) {
        final Form<Path> path = section.path();
        return new GatewaySettings(
                section.required("id", Forms.name()),
                section.optional("data", path, path.parse().apply("data/gateway")),
                section.optional("http", Forms.hostPort(), new HostPort("127.0.0.1", 9464)),
                section.optional(
                        "tick", Forms.duration(Duration.ofMillis(100), Duration.ofMinutes(1)), Duration.ofSeconds(10)));
    }

    private static JournalSettings journal(final Section section, final Path data) {
        final long minFree = section.optional("min-free", Forms.size(64 * MB, 4096 * GB), 256 * MB);
        return new JournalSettings(
                section.optional("sync", Forms.oneOf(JournalSettings.Sync.class), JournalSettings.Sync.PROCESS),
                section.optional("roll", Forms.oneOf(JournalSettings.Roll.class), JournalSettings.Roll.HOURLY),
                minFree,
                section.optional(
                        "ring-slots",
                        Forms.whole(64, 1 << 20)
                                .where(slots -> Integer.bitCount(slots) == 1, "is not a power of two, like 4096"),
                        4096),
                section.optional("wait", Forms.oneOf(JournalSettings.Wait.class), JournalSettings.Wait.BLOCKING),
                section.section("telemetry", telemetry -> telemetry(telemetry, data, minFree)));
    }

    private static JournalSettings.Telemetry telemetry(
            final Section section, final Path data, final long minFreeOfTheOther) {
        return new JournalSettings.Telemetry(
                section.optional(
                        "folder",
                        section.path()
                                .where(folder -> !folder.equals(data), "is gateway.data: give it a folder of its own"),
                        data.resolve("telemetry")),
                section.optional("sync", Forms.oneOf(JournalSettings.Sync.class), JournalSettings.Sync.PROCESS),
                section.optional(
                        "min-free",
                        Forms.size(64 * MB, 4096 * GB)
                                .where(
                                        bytes -> bytes >= minFreeOfTheOther,
                                        "is less than journal.min-free: telemetry is to be shed before anything stops"),
                        Math.max(GB, minFreeOfTheOther)));
    }

    private static TopologySettings topology(final Section section) {
        final Form<Path> path = section.path();
        return new TopologySettings(
                section.optional("application-id", Forms.name(), TopologySettings.DEFAULT_APPLICATION_ID),
                section.optional("state", path, path.parse().apply("data/topology")),
                section.optional("http", Forms.hostPort(), new HostPort("127.0.0.1", 9465)),
                section.optional(
                        "commit-interval",
                        Forms.duration(Duration.ofMillis(1), Duration.ofSeconds(10)),
                        Duration.ofMillis(20)),
                section.optional("threads", Forms.whole(1, 64), 1),
                section.optional("instance", Forms.name(), "t1"),
                section.section("postings", ConfigurationFile::rejected));
    }

    private static RejectedPolicy rejected(final Section section) {
        return section.optional("rejected", Forms.oneOf(RejectedPolicy.class), RejectedPolicy.RETURN);
    }

    /** Reading the name reads the file: the sources are then checked against its machines. */
    private Form<Path> masterData() {
        return new Form<>(
                file,
                text -> {
                    final Path named = file.resolveSibling(Forms.text().parse().apply(text));
                    plant = PlantFile.read(named, surroundings);
                    return named;
                },
                Path::toString);
    }

    private Form<String> knownMachine() {
        if (plant == null || plant.value() == null) {
            return Forms.machine();
        }
        final Set<String> known = plant.value().machinePaths();
        return new Form<>(
                "",
                text -> {
                    final String path = Forms.machine().parse().apply(text);
                    if (!known.contains(path)) {
                        throw new IllegalArgumentException("\"" + path
                                + "\" is not among the machines of the master data: add it there; "
                                + Spelling.suggest(path, known));
                    }
                    return path;
                },
                text -> text);
    }
}
