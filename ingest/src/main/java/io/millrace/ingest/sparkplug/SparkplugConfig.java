package io.millrace.ingest.sparkplug;

import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.signal.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT servers of a Sparkplug infrastructure, and what of them to hear.
 *
 * @param name of the source
 * @param servers an edge node is connected to one of them at a time; to all of them the host connects in the same way
 * @param username null for none
 * @param password null for none; never printed
 * @param hostId this host application's id, unique among all hosts on the servers
 * @param groups Sparkplug groups to listen to
 * @param reorderTimeoutMs how long a message with too high a number waits for the missing ones; 0 asks for a rebirth at once
 */
public record SparkplugConfig(
        String name,
        List<MqttServer> servers,
        MqttVersion mqttVersion,
        @Nullable String username,
        @Nullable String password,
        String clientId,
        String hostId,
        List<String> groups,
        long reorderTimeoutMs,
        List<SparkplugMachine> machines) {
    public SparkplugConfig {
        servers = List.copyOf(servers);
        groups = List.copyOf(groups);
        machines = List.copyOf(machines);
    }

    /** Everything that is wrong with it, each a sentence that names the remedy; empty if it can be used. */
    public List<String> faults() {
        final List<String> faults = new ArrayList<>();
        check(faults, !name.isBlank(), "name: is empty; it identifies the source's events");
        check(faults, !servers.isEmpty(), "servers: is empty; name the MQTT server");
        for (final MqttServer server : servers) {
            check(faults, !server.host().isBlank(), "host: is empty; name the MQTT server");
            check(faults, server.port() > 0 && server.port() < 65_536, "port: " + server.port() + " is not 1 to 65535");
            check(
                    faults,
                    servers.stream().filter(server::isSameAs).count() == 1,
                    "servers: " + server + " is there twice");
        }
        check(faults, !clientId.isBlank(), "clientId: is empty; the MQTT server needs one per client");
        check(faults, SparkplugTopic.isLevel(hostId), "hostId: '" + hostId + "' is empty or contains one of / + #");
        check(faults, !groups.isEmpty(), "groups: is empty; name at least one Sparkplug group");
        check(
                faults,
                reorderTimeoutMs >= 0 && reorderTimeoutMs <= 600_000,
                "reorderTimeoutMs: " + reorderTimeoutMs + " is not 0 to 600000");
        check(faults, password == null || username != null, "password: is given without a username");
        for (final String group : groups) {
            check(faults, SparkplugTopic.isLevel(group), "groups: '" + group + "' is empty or contains one of / + #");
        }
        final Set<String> seen = new HashSet<>();
        for (final SparkplugMachine machine : machines) {
            checkMachine(faults, machine, seen);
        }
        return faults;
    }

    private void checkMachine(final List<String> faults, final SparkplugMachine machine, final Set<String> seen) {
        final String key = machine.deviceKey();
        check(faults, machine.isWellFormed(), "machines: '" + key + "' is not group/node/device or group/node");
        check(faults, seen.add(key), "machines: '" + key + "' is there twice");
        check(
                faults,
                !machine.isWellFormed() || groups.contains(machine.group()),
                "machines: the group of '" + key + "' is not among groups, so it would never be heard");
        final Set<String> addresses = new HashSet<>();
        for (final Signal signal : machine.signals().signals()) {
            check(
                    faults,
                    addresses.add(signal.address()),
                    "machines: '" + key + "' maps metric '" + signal.address() + "' twice");
        }
    }

    private static void check(final List<String> faults, final boolean isRight, final String fault) {
        if (!isRight) {
            faults.add(fault);
        }
    }

    @Override
    public String toString() {
        return "SparkplugConfig[name=" + name + ", servers=" + servers + ", mqttVersion=" + mqttVersion + ", username="
                + username
                + ", password=" + (password == null ? "none" : "***") + ", clientId=" + clientId + ", hostId=" + hostId
                + ", groups=" + groups + ", reorderTimeoutMs=" + reorderTimeoutMs + ", machines=" + machines + "]";
    }
}
