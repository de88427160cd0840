package io.millrace.rivals.bridge;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.rivals.Machines;
import io.millrace.rivals.Producers;
import io.millrace.rivals.Settings;
import io.millrace.rivals.Unit;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a team writes in an afternoon: MQTT client, a map of counts, producer. */
public final class BridgeRival {
    private final Settings settings;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, long[]> totals = new HashMap<>();

    private BridgeRival(final Settings settings, final KafkaProducer<String, byte[]> producer) {
        this.settings = settings;
        this.producer = producer;
    }

    public static void main(final String[] arguments) throws IOException {
        final Settings settings = Settings.ofEnvironment();
        try (KafkaProducer<String, byte[]> producer = Producers.idempotent(settings);
                Machines machines = new Machines(settings)) {
            machines.subscribe(new BridgeRival(settings, producer)::count);
            Settings.readyUntilEnd();
        }
    }

    private void count(final Mqtt5Publish message) {
        try {
            final Unit unit = Unit.read(message.getTopic().toString(), message.getPayloadAsBytes());
            if (!unit.good) {
                return;
            }
            final long[] total = totals.computeIfAbsent(unit.key(), key -> new long[1]);
            total[0] += unit.quantity;
            if (Unit.isConfirmed(total[0])) {
                producer.send(
                        new ProducerRecord<>(settings.confirmations(), unit.machine, unit.confirmation(total[0])),
                        (done, failure) -> {
                            if (failure != null) {
                                failure.printStackTrace();
                            }
                        });
            }
        } catch (final IOException e) {
            e.printStackTrace();
        }
    }
}
