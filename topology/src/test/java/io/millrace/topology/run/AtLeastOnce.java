package io.millrace.topology.run;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** The twin without the safeguard: the same settings without transactions. */
public final class AtLeastOnce {
    private AtLeastOnce() {}

    /** Blocks until Kafka Streams has ended. The topics must be there. */
    public static void run(final RunnerConfig config, final Topology topology) throws InterruptedException {
        final Properties settings = StreamsSettings.of(config);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.remove(StreamsConfig.producerPrefix("transaction.timeout.ms"));
        final CountDownLatch ended = new CountDownLatch(1);
        try (KafkaStreams streams = new KafkaStreams(topology, settings)) {
            streams.setUncaughtExceptionHandler(cause -> StreamThreadExceptionResponse.REPLACE_THREAD);
            streams.setStateListener((to, from) -> {
                if (to == KafkaStreams.State.ERROR) {
                    ended.countDown();
                }
            });
            streams.start();
            ended.await();
        }
    }
}
