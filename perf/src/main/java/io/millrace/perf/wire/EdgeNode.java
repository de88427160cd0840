package io.millrace.perf.wire;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantOptions.Mqtt;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Sparkplug B 3.0 edge node with several devices and a primary host. While the host is away, or not known to be there, every
 * change is stored; when it is back, births come first, then what was stored, as historical values in order, then live data.
 * When the host says that it leaves, the node ends its session and waits in a new one, as the specification asks. Thread-safe;
 * nothing blocks.
 */
public final class EdgeNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
    private static final int SEQ_RANGE = 256;

    private final String group;
    private final String node;
    private final String hostTopic;
    private final InstantSource clock;
    private final MqttLink link;
    private final Map<String, Map<String, SparkplugMetric>> devices = new LinkedHashMap<>();
    private final Deque<Stored> stored = new ArrayDeque<>();
    private int bdSeq;
    private boolean bdSeqIsUsed;
    private int seq;
    private boolean online;
    /** From the host's leaving until the next session: what the host says in between is said again there. */
    private boolean leaving;

    private long onlineSinceMs;
    private long hostOnlineMs;

    /** @param machines the devices of this node; idle, without an order, with their counters' first values */
    public EdgeNode(
            final String group,
            final String node,
            final List<Machine> machines,
            final Mqtt address,
            final String hostId,
            final InstantSource clock) {
        this.group = group;
        this.node = node;
        this.clock = clock;
        hostTopic = HostState.topic(hostId);
        for (final Machine machine : machines) {
            devices.put(machine.workUnit(), firstMetrics(machine, devices.size(), clock.millis()));
        }
        link = new MqttLink(address, "plant-" + group + "-" + node, new Session());
    }

    public void start() {
        link.start();
    }

    /** Blocks until the first connection stands. @throws IllegalStateException where it does not within the bound. */
    public void awaitFirstConnection(final long boundMs) throws InterruptedException {
        link.awaitFirstConnection(boundMs);
    }

    /** Changes metrics of a device, all at one time: told at once as one message, or stored. */
    public synchronized void write(final String device, final Map<String, ?> values, final long timeMs) {
        final List<SparkplugMetric> changed = change(device, values, timeMs);
        if (online) {
            publish("DDATA", device, SparkplugPayload.data(clock.millis(), nextSeq(), changed));
        } else {
            stored.add(new Stored(device, changed));
        }
    }

    /** The device goes away and comes back at once with these values. */
    public synchronized void restart(final String device, final Map<String, ?> values, final long timeMs) {
        final List<SparkplugMetric> changed = change(device, values, timeMs);
        if (online) {
            publish("DDEATH", device, SparkplugPayload.data(timeMs, nextSeq(), List.of()));
            publish("DBIRTH", device, SparkplugPayload.birth(timeMs, nextSeq(), all(device)));
        } else {
            stored.add(new Stored(device, changed));
        }
    }

    /** How long the host has been known to be online without interruption, in milliseconds; 0 while it is not. */
    public synchronized long hostOnlineForMs() {
        return online ? Math.max(1, clock.millis() - onlineSinceMs) : 0;
    }

    /** How many changes wait for the host. */
    public synchronized int stored() {
        return stored.size();
    }

    /** Says that the node dies, then ends the connection. */
    @Override
    public void close() {
        final @Nullable Mqtt5Publish death;
        synchronized (this) {
            death = online ? death() : null;
            online = false;
        }
        if (death != null) {
            link.publishAndWait(death);
        }
        link.close();
    }

    private static Map<String, SparkplugMetric> firstMetrics(final Machine machine, final int index, final long nowMs) {
        final List<Object> values = List.of(4, "", machine.firstGood(), 0L, "");
        final Map<String, SparkplugMetric> metrics = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            final String name = PlantLayout.VARIABLES.get(i);
            metrics.put(name, new SparkplugMetric(name, 10 * (index + 1) + i, nowMs, values.get(i), false));
        }
        return metrics;
    }

    private List<SparkplugMetric> change(final String device, final Map<String, ?> values, final long timeMs) {
        final Map<String, SparkplugMetric> metrics = metrics(device);
        final List<SparkplugMetric> changed = new ArrayList<>();
        values.forEach((name, value) -> changed.add(metrics.compute(name, (n, former) -> {
            if (former == null
                    || former.dataType() != former.with(value, timeMs).dataType()) {
                throw new IllegalArgumentException("device " + device + " has no metric " + name + " for " + value);
            }
            return former.with(value, timeMs);
        })));
        return changed;
    }

    private Map<String, SparkplugMetric> metrics(final String device) {
        final Map<String, SparkplugMetric> metrics = devices.get(device);
        if (metrics == null) {
            throw new IllegalArgumentException("edge node " + node + " has no device " + device);
        }
        return metrics;
    }

    private List<SparkplugMetric> all(final String device) {
        return List.copyOf(metrics(device).values());
    }

    private void onHostState(final HostState state) {
        if (leaving || state.timestampMs() < hostOnlineMs) {
            LOG.debug("{} passes over {}", node, state);
        } else if (state.online()) {
            hostOnlineMs = state.timestampMs();
            if (!online) {
                beginLife();
            }
        } else if (online) {
            online = false;
            leaving = true;
            link.publish(death()).whenComplete((result, failure) -> link.reconnect());
        }
    }

    private void beginLife() {
        online = true;
        onlineSinceMs = clock.millis();
        sendBirths();
        for (Stored next = stored.poll(); next != null; next = stored.poll()) {
            final List<SparkplugMetric> metrics =
                    next.metrics().stream().map(SparkplugMetric::asHistorical).toList();
            publish("DDATA", next.device(), SparkplugPayload.data(clock.millis(), nextSeq(), metrics));
        }
    }

    private void sendBirths() {
        seq = 0;
        final long nowMs = clock.millis();
        final Collection<SparkplugMetric> own =
                List.of(bdSeqMetric(nowMs), SparkplugMetric.named(SparkplugPayload.REBIRTH, nowMs, Boolean.FALSE));
        send(nodeTopic("NBIRTH"), SparkplugPayload.birth(nowMs, nextSeq(), List.copyOf(own)));
        devices.keySet()
                .forEach(device -> publish("DBIRTH", device, SparkplugPayload.birth(nowMs, nextSeq(), all(device))));
    }

    private SparkplugMetric bdSeqMetric(final long nowMs) {
        return SparkplugMetric.named("bdSeq", nowMs, (long) bdSeq);
    }

    private Mqtt5Publish death() {
        final long nowMs = clock.millis();
        final byte[] payload = SparkplugPayload.birth(nowMs, SparkplugPayload.NO_SEQ, List.of(bdSeqMetric(nowMs)));
        return MqttLink.message(nodeTopic("NDEATH"), payload, MqttQos.AT_LEAST_ONCE);
    }

    private int nextSeq() {
        final int next = seq;
        seq = (seq + 1) % SEQ_RANGE;
        return next;
    }

    private String nodeTopic(final String verb) {
        return "spBv1.0/" + group + "/" + verb + "/" + node;
    }

    private void publish(final String verb, final String device, final byte[] payload) {
        send(nodeTopic(verb) + "/" + device, payload);
    }

    /** QoS 0, as the specification asks; what is lost with a connection comes back with the next births. */
    private void send(final String topic, final byte[] payload) {
        link.publish(MqttLink.message(topic, payload, MqttQos.AT_MOST_ONCE)).exceptionally(failure -> {
            LOG.debug("{} was not sent", topic, failure);
            return null;
        });
    }

    private record Stored(String device, List<SparkplugMetric> metrics) {}

    private final class Session implements MqttLink.Owner {

        @Override
        public Mqtt5Publish will() {
            synchronized (EdgeNode.this) {
                if (bdSeqIsUsed) {
                    bdSeq = (bdSeq + 1) % SEQ_RANGE;
                    bdSeqIsUsed = false;
                }
                return death();
            }
        }

        @Override
        public void onConnected() {
            synchronized (EdgeNode.this) {
                bdSeqIsUsed = true;
                leaving = false;
                link.subscribe(List.of(nodeTopic("NCMD"), nodeTopic("DCMD") + "/#", hostTopic));
            }
        }

        @Override
        public void onDisconnected() {
            synchronized (EdgeNode.this) {
                online = false;
            }
        }

        @Override
        public void onMessage(final String topic, final byte[] payload) {
            synchronized (EdgeNode.this) {
                if (topic.equals(hostTopic)) {
                    HostState.read(payload).ifPresent(EdgeNode.this::onHostState);
                } else if (online && topic.equals(nodeTopic("NCMD")) && SparkplugPayload.asksForRebirth(payload)) {
                    sendBirths();
                }
            }
        }
    }
}
