package io.millrace.rivals.tahu;

import io.millrace.rivals.Unit;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.tahu.host.api.MultiHostApplicationEventHandler;
import org.eclipse.tahu.message.model.DeviceDescriptor;
import org.eclipse.tahu.message.model.EdgeNodeDescriptor;
import org.eclipse.tahu.message.model.Message;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.SparkplugDescriptor;
import org.eclipse.tahu.mqtt.MqttServerName;

/** Counts what the devices' counters go up by. The host calls it from several threads, for a device from one at a time. */
final class CountHandler implements MultiHostApplicationEventHandler {
    /** Group, edge node and device are the last three levels of a machine's path. */
    private static final String ROOT = "perf/load/";

    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final CountDownLatch connected = new CountDownLatch(1);

    /** What is known of a device. */
    private static final class Device {
        private boolean isBorn;
        private long reading;
        private long total;
        private String order = "";
    }

    CountHandler(final String topic, final KafkaProducer<String, byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    void awaitConnection() throws InterruptedException {
        connected.await();
    }

    @Override
    public void onConnect(final MqttServerName server) {
        connected.countDown();
    }

    @Override
    public void onBirthMetric(final MqttServerName server, final SparkplugDescriptor of, final Metric metric) {
        take(of, metric, false);
    }

    @Override
    public void onDataMetric(final MqttServerName server, final SparkplugDescriptor of, final Metric metric) {
        take(of, metric, true);
    }

    /**
     * What was not heard comes with the next reading, of a rebirth too; a reading that has been passed is an old one.
     *
     * @param isCounted false for a birth, whose first reading is where counting begins
     */
    private void take(final SparkplugDescriptor of, final Metric metric, final boolean isCounted) {
        if (!of.isDeviceDescriptor()) {
            return;
        }
        final Device device = devices.computeIfAbsent(of.getDescriptorString(), each -> new Device());
        synchronized (device) {
            if ("Order".equals(metric.getName())) {
                device.order = String.valueOf(metric.getValue());
            } else if ("Good".equals(metric.getName())) {
                final long reading = ((Number) metric.getValue()).longValue();
                if (isCounted || device.isBorn) {
                    count(of, device, reading, metric);
                }
                device.isBorn = true;
                device.reading = Math.max(device.reading, reading);
            }
        }
    }

    private void count(final SparkplugDescriptor of, final Device device, final long reading, final Metric metric) {
        for (long unit = device.reading; unit < reading; unit++) {
            device.total++;
            if (Unit.isConfirmed(device.total)) {
                confirm(of, device, metric);
            }
        }
    }

    private void confirm(final SparkplugDescriptor of, final Device device, final Metric metric) {
        final int slash = device.order.indexOf('/');
        final Unit unit = new Unit();
        unit.machine = ROOT + of.getGroupId() + "/" + of.getEdgeNodeId() + "/" + of.getDeviceId();
        unit.order = device.order.substring(0, slash);
        unit.operation = device.order.substring(slash + 1);
        unit.time = metric.getTimestamp().toInstant().toString();
        try {
            producer.send(new ProducerRecord<>(topic, unit.machine, unit.confirmation(device.total)), (done, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                }
            });
        } catch (final IOException e) {
            e.printStackTrace();
        }
    }

    @Override
    public void onDisconnect(final MqttServerName server) {}

    @Override
    public void onMessage(final MqttServerName server, final SparkplugDescriptor of, final Message message) {}

    @Override
    public void onNodeBirthArrived(final MqttServerName server, final EdgeNodeDescriptor of, final Message message) {}

    @Override
    public void onNodeBirthComplete(final MqttServerName server, final EdgeNodeDescriptor of) {}

    @Override
    public void onNodeDataArrived(final MqttServerName server, final EdgeNodeDescriptor of, final Message message) {}

    @Override
    public void onNodeDataComplete(final MqttServerName server, final EdgeNodeDescriptor of) {}

    @Override
    public void onNodeDeath(final MqttServerName server, final EdgeNodeDescriptor of, final Message message) {}

    @Override
    public void onNodeDeathComplete(final MqttServerName server, final EdgeNodeDescriptor of) {}

    @Override
    public void onDeviceBirthArrived(final MqttServerName server, final DeviceDescriptor of, final Message message) {}

    @Override
    public void onDeviceBirthComplete(final MqttServerName server, final DeviceDescriptor of) {}

    @Override
    public void onDeviceDataArrived(final MqttServerName server, final DeviceDescriptor of, final Message message) {}

    @Override
    public void onDeviceDataComplete(final MqttServerName server, final DeviceDescriptor of) {}

    @Override
    public void onDeviceDeath(final MqttServerName server, final DeviceDescriptor of, final Message message) {}

    @Override
    public void onDeviceDeathComplete(final MqttServerName server, final DeviceDescriptor of) {}

    @Override
    public void onStale(final MqttServerName server, final SparkplugDescriptor of, final Metric metric) {}
}
