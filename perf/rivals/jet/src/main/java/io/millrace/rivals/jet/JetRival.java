package io.millrace.rivals.jet;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.jet.Job;
import com.hazelcast.jet.config.JobConfig;
import com.hazelcast.jet.config.ProcessingGuarantee;
import com.hazelcast.jet.core.JobStatus;
import com.hazelcast.jet.kafka.KafkaSinks;
import com.hazelcast.jet.kafka.KafkaSources;
import com.hazelcast.jet.pipeline.Pipeline;
import io.millrace.rivals.Forwarder;
import io.millrace.rivals.Settings;
import io.millrace.rivals.Unit;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A pipeline on a cluster of one member inside this process, and the bridge that feeds it. */
public final class JetRival {
    private static final long SNAPSHOT_MS = 1_000;
    private static final long LOOK_MS = 50;
    private static final String LOOPBACK = "127.0.0.1";

    private JetRival() {}

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        final HazelcastInstance member = Hazelcast.newHazelcastInstance(config());
        final Job job = member.getJet()
                .newJob(
                        pipeline(settings),
                        new JobConfig()
                                .setProcessingGuarantee(
                                        settings.isExactlyOnce()
                                                ? ProcessingGuarantee.EXACTLY_ONCE
                                                : ProcessingGuarantee.AT_LEAST_ONCE)
                                .setSnapshotIntervalMillis(SNAPSHOT_MS));
        while (job.getStatus() != JobStatus.RUNNING) {
            if (job.getStatus() == JobStatus.FAILED) {
                job.join();
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        job.getFuture().exceptionally(JetRival::failed);
        try (Forwarder forwarder = new Forwarder(settings)) {
            forwarder.start();
            Settings.readyUntilEnd();
        }
        Runtime.getRuntime().halt(0);
    }

    private static Void failed(final Throwable thrown) {
        thrown.printStackTrace();
        Runtime.getRuntime().halt(1);
        return null;
    }

    /** Alone, on loopback, and telling nobody. */
    private static Config config() {
        final Config config = new Config();
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getJetConfig().setEnabled(true);
        final NetworkConfig network = config.getNetworkConfig();
        network.setPort(0).getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        return config;
    }

    private static Pipeline pipeline(final Settings settings) {
        final Pipeline pipeline = Pipeline.create().setPreserveOrder(true);
        pipeline.readFrom(KafkaSources.<String, byte[]>kafka(consumer(settings), settings.events()))
                .withoutTimestamps()
                .map(event -> Unit.of(event.getKey(), event.getValue()))
                .filter(unit -> unit.good)
                .groupingKey(Unit::key)
                .mapStateful(() -> new long[1], JetRival::count)
                .writeTo(KafkaSinks.<Map.Entry<String, byte[]>>kafka(producer(settings))
                        .topic(settings.confirmations())
                        .extractKeyFn(Map.Entry::getKey)
                        .extractValueFn(Map.Entry::getValue)
                        .exactlyOnce(settings.isExactlyOnce())
                        .build());
        return pipeline;
    }

    /** @return null for all but every tenth */
    private static Map.Entry<String, byte[]> count(final long[] total, final String key, final Unit unit)
            throws Exception {
        total[0] += unit.quantity;
        return Unit.isConfirmed(total[0]) ? Map.entry(unit.machine, unit.confirmation(total[0])) : null;
    }

    private static Properties consumer(final Settings settings) {
        final Properties properties = new Properties();
        properties.put("bootstrap.servers", settings.kafka());
        properties.put("key.deserializer", StringDeserializer.class.getName());
        properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
        properties.put("auto.offset.reset", "earliest");
        return properties;
    }

    private static Properties producer(final Settings settings) {
        final Properties properties = new Properties();
        properties.put("bootstrap.servers", settings.kafka());
        properties.put("key.serializer", StringSerializer.class.getName());
        properties.put("value.serializer", ByteArraySerializer.class.getName());
        properties.put("acks", "all");
        properties.put("linger.ms", "1");
        return properties;
    }
}
