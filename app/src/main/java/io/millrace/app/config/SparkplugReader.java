package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the sources of type {@code sparkplug}. */
final class SparkplugReader {
    private static final Duration LONGEST_REORDER = Duration.ofMinutes(10);
    private static final Form<URI> SERVER = Forms.uri("mqtt", "mqtts");

    private final SignalReader signals;
    private final Form<String> machine;
    /** Which source is which host, and hears which group, at which server. */
    private final Map<String, String> taken = new HashMap<>();

    /** @param machine form of a path that the master data knows */
    SparkplugReader(final SignalReader signals, final Form<String> machine) {
        this.signals = signals;
        this.machine = machine;
    }

    SourceSettings read(final Section section, final String name, final @Nullable Login login, final String clientId) {
        final List<URI> urls = urls(section);
        final ClientTls tls = TlsReader.mqtt(section, urls.get(0));
        if (tls == null && section.has("tls") && section.has("urls")) {
            section.fault("tls", "is of no use with these urls: write mqtts:// in each, or remove it");
        }
        final MqttVersion version = section.optional("version", Forms.oneOf(MqttJsonReader.VERSIONS), MqttVersion.V5);
        final String hostId = section.optional("host-id", Forms.name(), "millrace");
        final List<String> groups = section.values("groups", Forms.text());
        if (groups.isEmpty()) {
            section.fault("groups", "is empty: name the Sparkplug groups to listen to");
        }
        final Duration reorder = section.optional(
                "reorder-timeout", Forms.duration(Duration.ZERO, LONGEST_REORDER), Duration.ofSeconds(2));
        checkAlone(section, name, urls, hostId, groups);
        return new SourceSettings.Sparkplug(
                name,
                urls,
                tls,
                version,
                login,
                clientId,
                hostId,
                groups,
                reorder,
                SourceReader.machines(section, each -> device(each, groups)));
    }

    /** One server as {@code url}, several as {@code urls}; never empty. */
    private static List<URI> urls(final Section section) {
        if (!section.has("urls")) {
            return List.of(section.required("url", SERVER));
        }
        if (section.optional("url", SERVER).isPresent()) {
            section.fault("url", "is given beside urls: put it into their list");
        }
        final List<URI> urls = section.values("urls", SERVER);
        if (urls.isEmpty()) {
            section.fault("urls", "is empty: name the MQTT servers, or write url for a single one");
            return List.of(URI.create(""));
        }
        for (int i = 1; i < urls.size(); i++) {
            final URI url = urls.get(i);
            if (url.getScheme() != null && !url.getScheme().equals(urls.get(0).getScheme())) {
                section.fault("urls[" + i + "]", "has another scheme than the first: take mqtts for all, or mqtt");
            }
            if (url.getHost() != null
                    && urls.subList(0, i).stream()
                            .anyMatch(other -> address(other).equals(address(url)))) {
                section.fault("urls[" + i + "]", "is given twice: remove one");
            }
        }
        return urls;
    }

    /** Two hosts of one id would contradict each other without end; two that hear one group count its machines twice. */
    private void checkAlone(
            final Section section,
            final String name,
            final List<URI> urls,
            final String hostId,
            final List<String> groups) {
        for (final URI url : urls) {
            final String server = address(url);
            final String host = taken.putIfAbsent("host " + hostId + " at " + server, name);
            if (host != null && !host.equals(name) && url.getHost() != null) {
                section.fault(
                        "host-id",
                        "\"" + hostId + "\" is the host id of source " + host + " at the same MQTT server as well:"
                                + " choose another, or make one source of them");
            }
            for (int i = 0; i < groups.size(); i++) {
                final String group = taken.putIfAbsent("group " + groups.get(i) + " at " + server, name);
                if (group != null && !group.equals(name) && url.getHost() != null) {
                    section.fault(
                            "groups[" + i + "]",
                            "\"" + groups.get(i) + "\" is heard by source " + group
                                    + " at the same MQTT server as well: one source per group");
                }
            }
        }
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

    private static String address(final URI url) {
        final int usual = "mqtts".equals(url.getScheme()) ? 8883 : 1883;
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":"
                + (url.getPort() > 0 ? url.getPort() : usual);
    }
}
