package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.HostPort;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig;
import io.millrace.ingest.signal.MachineSignals;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the sources of {@code millrace.yaml}. */
final class SourceReader {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String gateway;
    private final SignalReader signals;
    private final Form<String> machine;
    private final SparkplugReader sparkplug;
    private final Map<String, Function<Section, SourceSettings>> types = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param machine form of a path that the master data knows
     * @param http reads the sources of that type
     */
    SourceReader(final String gateway, final SignalReader signals, final Form<String> machine, final HttpReader http) {
        this.gateway = gateway;
        this.signals = signals;
        this.machine = machine;
        this.sparkplug = new SparkplugReader(signals, machine);
        types.put("mqtt-json", this::mqttJson);
        types.put("sparkplug", this::sparkplug);
        types.put("opcua", section -> new OpcUaReader(signals, machine).read(section, name(section), login(section)));
        types.put("shdr-tcp", this::shdrTcp);
        types.put("http", section -> http.read(section, name(section)));
    }

    SourceSettings source(final Section section) {
        final Function<Section, SourceSettings> reader = section.required(
                "type",
                new Form<>(this::unknown, text -> Forms.oneOf(types).parse().apply(text), type -> Forms.oneOf(types)
                        .show()
                        .apply(type)));
        return reader.apply(section);
    }

    /** Without its type, a source's other keys cannot be judged. */
    private SourceSettings unknown(final Section section) {
        section.ignoreRest();
        return new SourceSettings.Http(name(section), new HostPort("127.0.0.1", 0), null, null, 1, 1);
    }

    private SourceSettings mqttJson(final Section section) {
        final String name = name(section);
        final Login login = login(section);
        return new MqttJsonReader(machine, signals.table()).read(section, name, clientId(section, name), login);
    }

    private SourceSettings sparkplug(final Section section) {
        final String name = name(section);
        return sparkplug.read(section, name, login(section), clientId(section, name));
    }

    private SourceSettings shdrTcp(final Section section) {
        return new SourceSettings.ShdrTcp(
                name(section),
                section.required("address", Forms.hostPort()),
                section.optional("time", Forms.oneOf(ShdrTcpConfig.Times.class), ShdrTcpConfig.Times.SOURCE),
                section.optional(
                        "silence",
                        Forms.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
                        Duration.ofMillis(ShdrTcpConfig.DEFAULT_SILENCE_MS)),
                section.optional(
                        "reconnect-interval",
                        Forms.duration(Duration.ofMillis(500), LONGEST),
                        Duration.ofMillis(ShdrTcpConfig.DEFAULT_RECONNECT_MS)),
                machines(section, each -> signals.machine(each, machine, "key")));
    }

    static <T> List<T> machines(final Section section, final Function<Section, T> reader) {
        final Set<String> seen = new HashSet<>();
        final List<T> machines = section.sections("machines", each -> {
            final T read = reader.apply(each);
            final String path = path(read);
            if (!path.isEmpty() && !seen.add(path)) {
                each.fault("machine", "\"" + path + "\" is given twice in this source: put its signals together");
            }
            return read;
        });
        if (machines.isEmpty()) {
            section.fault("machines", "is empty: say which machines the source speaks for");
        }
        return machines;
    }

    private static String path(final Object read) {
        return read instanceof SourceSettings.Device device
                ? device.signals().machine()
                : ((MachineSignals) read).machine();
    }

    private String name(final Section section) {
        final String name = section.required("name", Forms.name());
        if (!name.isEmpty() && !names.add(name)) {
            section.fault("name", "\"" + name + "\" is the name of another source: names tell their events apart");
        }
        return name;
    }

    private String clientId(final Section section, final String name) {
        return section.optional("client-id", Forms.name(), gateway + "-" + name);
    }

    private static @Nullable Login login(final Section section) {
        final Optional<Secret> username = section.secret("username", false);
        final Optional<Secret> password = section.secret("password", true);
        if (username.isPresent() && password.isPresent()) {
            return new Login(username.get(), password.get());
        }
        if (username.isPresent() || password.isPresent()) {
            section.fault(
                    username.isPresent() ? "username" : "password",
                    username.isPresent()
                            ? "has no password beside it: add password: \"${env:NAME}\""
                            : "has no username beside it: add one");
        }
        return null;
    }
}
