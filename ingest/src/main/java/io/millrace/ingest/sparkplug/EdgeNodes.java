package io.millrace.ingest.sparkplug;

import io.millrace.ingest.source.DeadLetter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The configured edge nodes: each message goes to the one it is from. What cannot be read, and who is not known, becomes a dead letter.
 * Not thread-safe.
 */
final class EdgeNodes {
    private static final int REMEMBERED_TOPICS = 10_000;

    /**
     * @param topic null for what no edge node publishes
     * @param node null if it is not configured
     */
    private record Route(@Nullable SparkplugTopic topic, @Nullable EdgeNode node) {}

    private final PayloadDecoder decoder = new PayloadDecoder(PayloadDecoder.Limits.DEFAULT);
    private final CompressedPayload compressed = new CompressedPayload(PayloadDecoder.Limits.DEFAULT.bytes());
    private final Map<String, EdgeNode> nodes = new LinkedHashMap<>();
    private final Map<String, String> unknownMachines = new HashMap<>();
    private final Map<String, Route> routes = new HashMap<>();
    private final Set<String> refusedDevices = new HashSet<>();
    private final Outlet outlet;
    private final SparkplugCounters counters;
    private final EdgeNode.Commands commands;

    /**
     * @param knownMachines paths the master data knows; devices of others are not listened to
     * @param lastHeardNs since when messages may have been missed, 0 if none can have been
     */
    EdgeNodes(
            final SparkplugConfig config,
            final Set<String> knownMachines,
            final long lastHeardNs,
            final Outlet outlet,
            final SparkplugCounters counters,
            final EdgeNode.Commands commands) {
        this.outlet = outlet;
        this.counters = counters;
        this.commands = commands;
        for (final SparkplugMachine machine : config.machines()) {
            if (knownMachines.contains(machine.signals().machine())) {
                node(machine.nodeKey(), config.reorderTimeoutMs(), lastHeardNs).add(machine);
            } else {
                unknownMachines.put(machine.deviceKey(), machine.signals().machine());
            }
        }
    }

    void onConnected(final int server, final long nowNs) {
        nodes.values().forEach(node -> node.onConnected(server, nowNs));
    }

    void onConnectionLost(final int server, final long goodUntilNs, final long nowNs, final String cause) {
        nodes.values().forEach(node -> node.onConnectionLost(server, goodUntilNs, nowNs, cause));
    }

    void onTime(final long nowNs) {
        nodes.values().forEach(node -> node.session().onTime(nowNs));
    }

    /** When {@link #onTime} has something to do at the latest; {@link Long#MAX_VALUE} if never. */
    long nextDeadlineNs() {
        long deadlineNs = Long.MAX_VALUE;
        for (final EdgeNode node : nodes.values()) {
            deadlineNs = Math.min(deadlineNs, node.session().nextDeadlineNs());
        }
        return deadlineNs;
    }

    /** True if each configured device has been born, or is known not to be there. */
    boolean areReady() {
        return nodes.values().stream().allMatch(EdgeNode::isReady);
    }

    /** @param server the message comes from, counted from 0 */
    void onPublish(final int server, final String mqttTopic, final byte[] payload, final long receivedNs) {
        final Route route = route(mqttTopic);
        final SparkplugTopic topic = route.topic();
        if (topic == null) {
            return;
        }
        counters.messages().increment();
        final EdgeNode node = route.node();
        if (node == null || !topic.device().isEmpty() && !node.has(topic.device())) {
            refuse(topic, mqttTopic, payload, receivedNs);
        }
        final byte[] plain = node == null ? null : wrap(mqttTopic, payload, receivedNs);
        if (node != null && plain != null) {
            counters.metrics().add(decoder.metricCount());
            if (topic.type().isData() && node.tryData(server, topic, receivedNs)) {
                return;
            }
            node.onPublish(
                    server,
                    new SparkplugMessage(
                            mqttTopic,
                            topic,
                            plain,
                            receivedNs,
                            decoder.seq(),
                            decoder.timestampMs(),
                            decoder.bdSeq()));
        }
    }

    /** @return what the decoder has wrapped, null if it is none that can be read */
    private byte @Nullable [] wrap(final String mqttTopic, final byte[] payload, final long receivedNs) {
        try {
            decoder.wrap(payload);
            final byte[] plain = compressed.open(payload, decoder);
            if (plain != payload) {
                decoder.wrap(plain);
            }
            return plain;
        } catch (final MalformedPayloadException malformed) {
            counters.undecodable().increment();
            commands.report("undecodable", mqttTopic + ": " + malformed.getMessage());
            outlet.put(
                    malformed.isTooLarge() ? DeadLetter.Reason.TOO_LARGE : DeadLetter.Reason.UNDECODABLE,
                    String.valueOf(malformed.getMessage()),
                    "",
                    mqttTopic,
                    receivedNs,
                    payload);
            return null;
        }
    }

    /** A device nobody has mapped is told once, at its birth. */
    private void refuse(
            final SparkplugTopic topic, final String mqttTopic, final byte[] payload, final long receivedNs) {
        counters.notMapped().increment();
        final String key = topic.deviceKey();
        if (topic.type() != SparkplugTopic.Type.DBIRTH
                || refusedDevices.size() >= REMEMBERED_TOPICS
                || !refusedDevices.add(key)) {
            return;
        }
        final @Nullable String machine = unknownMachines.get(key);
        outlet.put(
                machine == null ? DeadLetter.Reason.NOT_MAPPED : DeadLetter.Reason.UNKNOWN_MACHINE,
                machine == null
                        ? "device " + key + " is not mapped to a machine: add it to the source's machines"
                        : "no machine " + machine + " in the master data: add it, or correct the mapping of " + key,
                machine == null ? "" : machine,
                mqttTopic,
                receivedNs,
                payload);
    }

    private Route route(final String topic) {
        final @Nullable Route known = routes.get(topic);
        if (known != null) {
            return known;
        }
        final SparkplugTopic parsed = SparkplugTopic.parse(topic);
        final Route route = new Route(parsed, parsed == null ? null : nodes.get(parsed.nodeKey()));
        if (routes.size() < REMEMBERED_TOPICS) {
            routes.put(topic, route);
        }
        return route;
    }

    private EdgeNode node(final String key, final long reorderTimeoutMs, final long lastHeardNs) {
        return nodes.computeIfAbsent(
                key,
                absent -> new EdgeNode(absent, reorderTimeoutMs, lastHeardNs, decoder, outlet, counters, commands));
    }
}
