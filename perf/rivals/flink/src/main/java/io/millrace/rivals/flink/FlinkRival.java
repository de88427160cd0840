package io.millrace.rivals.flink;

import io.millrace.rivals.Forwarder;
import io.millrace.rivals.Settings;
import io.millrace.rivals.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A job that counts in keyed state, in a cluster inside this process, and the bridge that feeds it. */
public final class FlinkRival {
    private static final long CHECKPOINT_MS = 1_000;
    private static final long BUFFER_TIMEOUT_MS = 5;
    private static final long LOOK_MS = 50;

    private FlinkRival() {}

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        final JobClient job = start(settings);
        while (job.getJobStatus().get() != JobStatus.RUNNING) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        job.getJobExecutionResult().exceptionally(FlinkRival::failed);
        try (Forwarder forwarder = new Forwarder(settings)) {
            forwarder.start();
            Settings.readyUntilEnd();
        }
        // The cluster's threads do not end by themselves.
        Runtime.getRuntime().halt(0);
    }

    private static <T> T failed(final Throwable thrown) {
        thrown.printStackTrace();
        Runtime.getRuntime().halt(1);
        return null;
    }

    private static JobClient start(final Settings settings) throws Exception {
        final Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                Path.of(settings.data()).toUri().toString());
        final StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        flink.getConfig().enableObjectReuse();
        flink.setBufferTimeout(BUFFER_TIMEOUT_MS);
        flink.enableCheckpointing(
                CHECKPOINT_MS,
                settings.isExactlyOnce() ? CheckpointingMode.EXACTLY_ONCE : CheckpointingMode.AT_LEAST_ONCE);
        flink.fromSource(source(settings), WatermarkStrategy.noWatermarks(), "events")
                .keyBy(Unit::key)
                .process(new CountFunction())
                .sinkTo(sink(settings));
        return flink.executeAsync("rival");
    }

    private static KafkaSource<Unit> source(final Settings settings) {
        return KafkaSource.<Unit>builder()
                .setBootstrapServers(settings.kafka())
                .setTopics(settings.events())
                .setGroupId(settings.turn())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(new UnitDeserializer())
                .build();
    }

    private static KafkaSink<Tuple2<String, byte[]>> sink(final Settings settings) throws IOException {
        final Properties producer = new Properties();
        producer.put("acks", "all");
        producer.put("linger.ms", "1");
        // The sink's own default is longer than what a broker allows.
        producer.put("transaction.timeout.ms", "60000");
        final String topic = settings.confirmations();
        final KafkaSinkBuilder<Tuple2<String, byte[]>> sink = KafkaSink.<Tuple2<String, byte[]>>builder()
                .setBootstrapServers(settings.kafka())
                .setKafkaProducerConfig(producer)
                .setDeliveryGuarantee(
                        settings.isExactlyOnce() ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer((KafkaRecordSerializationSchema<Tuple2<String, byte[]>>)
                        (told, context, timestamp) -> new ProducerRecord<>(topic, told.f0.getBytes(), told.f1));
        return (settings.isExactlyOnce() ? sink.setTransactionalIdPrefix(settings.turn()) : sink).build();
    }
}
