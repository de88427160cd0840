package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Secret;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.signal.MachineSignals;
import java.net.URI;
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
        types.put("mqtt-json", this::mqttJson);
        types.put("sparkplug", this::sparkplug);
        types.put("opcua", section -> new OpcUaReader(signals, machine).read(section, name(section), login(section)));
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
        return new SourceSettings.MqttJson(name(section), URI.create(""), null, "", List.of(), List.of());
    }

    private SourceSettings mqttJson(final Section section) {
        final String name = name(section);
        final URI url = section.required("url", Forms.uri("mqtt", "mqtts"));
        final Login login = login(section);
        final String clientId = clientId(section, name);
        final List<SourceSettings.JsonMapping> mappings =
                section.sections("mappings", each -> new JsonMappingReader(each, machine).read());
        final List<String> topics = section.values("topics", JsonMappingReader.topicFilter());
        if (topics.isEmpty() && mappings.isEmpty()) {
            section.fault("topics", "is empty: write [\"millrace/v1/#\"], or give mappings for other topics");
        }
        return new SourceSettings.MqttJson(name, url, login, clientId, topics, mappings);
    }

    private SourceSettings sparkplug(final Section section) {
        final String name = name(section);
        final URI url = section.required("url", Forms.uri("mqtt"));
        final Login login = login(section);
        final String clientId = clientId(section, name);
        final String hostId = section.optional("host-id", Forms.name(), "millrace");
        final List<String> groups = section.values("groups", Forms.text());
        if (groups.isEmpty()) {
            section.fault("groups", "is empty: name the Sparkplug groups to listen to");
        }
        final Duration reorder =
                section.optional("reorder-timeout", Forms.duration(Duration.ZERO, LONGEST), Duration.ofSeconds(2));
        return new SourceSettings.Sparkplug(
                name, url, login, clientId, hostId, groups, reorder, machines(section, each -> device(each, groups)));
    }

    private SourceSettings.Device device(final Section section, final List<String> groups) {
        final MachineSignals machineSignals = signals.machine(section, machine, "metric");
        final String device = section.required(
                "device",
                Forms.text()
                        .where(
                                text -> text.split("/", -1).length == 2 || text.split("/", -1).length == 3,
                                "is not a device: write group/node/device, or group/node for a node's own metrics"));
        final String[] levels = (device + "//").split("/", -1);
        if (!levels[0].isEmpty() && !groups.isEmpty() && !groups.contains(levels[0])) {
            section.fault(
                    "device", "is in group \"" + levels[0] + "\", which is not among the source's groups: add it");
        }
        return new SourceSettings.Device(levels[0], levels[1], levels[2], machineSignals);
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
