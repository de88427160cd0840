package io.millrace.rivals;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** For those whose framework has no producer of its own. */
public final class Producers {
    private Producers() {}

    /** As Kafka's documentation has it: idempotent, acknowledged by all in-sync copies; batches of a millisecond. */
    public static KafkaProducer<String, byte[]> idempotent(final Settings settings) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", settings.kafka(),
                        "acks", "all",
                        "enable.idempotence", "true",
                        "linger.ms", "1"),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
