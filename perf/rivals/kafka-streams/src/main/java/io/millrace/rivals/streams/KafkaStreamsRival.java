package io.millrace.rivals.streams;

import io.millrace.rivals.Forwarder;
import io.millrace.rivals.Settings;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/** A topology that counts in a persistent store, and the bridge that feeds it. */
public final class KafkaStreamsRival {
    private static final String COMMIT_MS = "100";

    private KafkaStreamsRival() {}

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        try (KafkaStreams streams = new KafkaStreams(topology(settings), properties(settings));
                Forwarder forwarder = new Forwarder(settings)) {
            final CountDownLatch running = new CountDownLatch(1);
            streams.setStateListener((state, before) -> {
                if (state == KafkaStreams.State.RUNNING) {
                    running.countDown();
                } else if (state == KafkaStreams.State.ERROR) {
                    Runtime.getRuntime().halt(1);
                }
            });
            streams.start();
            running.await();
            forwarder.start();
            Settings.readyUntilEnd();
        }
    }

    private static Topology topology(final Settings settings) {
        return new Topology()
                .addSource(
                        "events", Serdes.String().deserializer(), Serdes.ByteArray().deserializer(), settings.events())
                .addProcessor("count", CountProcessor::new, "events")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(CountProcessor.TOTALS),
                                        Serdes.String(),
                                        Serdes.Long())
                                .withCachingEnabled(),
                        "count")
                .addSink(
                        "confirmations",
                        settings.confirmations(),
                        Serdes.String().serializer(),
                        Serdes.ByteArray().serializer(),
                        "count");
    }

    private static Properties properties(final Settings settings) {
        final Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.turn());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                settings.isExactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MS);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.data());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, "1");
        properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        properties.put(StreamsConfig.producerPrefix("linger.ms"), "1");
        return properties;
    }
}
