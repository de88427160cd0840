package io.millrace.rivals;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The bridge from MQTT to a Kafka topic for those who read from there: the machine's path as key, the message as it is as value. Each
 * message is acknowledged at MQTT when Kafka has acknowledged it: at least once.
 */
public final class Forwarder implements AutoCloseable {
    private final Settings settings;
    private final Machines machines;
    private final KafkaProducer<String, byte[]> producer;

    public Forwarder(final Settings settings) {
        this.settings = settings;
        machines = new Machines(settings);
        producer = Producers.idempotent(settings);
    }

    public void start() {
        machines.subscribeAcknowledging(this::forward);
    }

    private void forward(final Mqtt5Publish message) {
        final String machine = Unit.machine(message.getTopic().toString());
        producer.send(new ProducerRecord<>(settings.events(), machine, message.getPayloadAsBytes()), (done, failure) -> {
            if (failure == null) {
                message.acknowledge();
            } else {
                // What is not acknowledged comes again to whoever starts next.
                failure.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        });
    }

    @Override
    public void close() {
        machines.close();
        producer.close();
    }
}
