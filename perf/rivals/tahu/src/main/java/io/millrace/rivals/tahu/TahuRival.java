package io.millrace.rivals.tahu;

import io.millrace.rivals.Producers;
import io.millrace.rivals.Settings;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.eclipse.tahu.host.HostApplication;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.model.MqttServerDefinition;
import org.eclipse.tahu.mqtt.MqttClientId;
import org.eclipse.tahu.mqtt.MqttServerName;
import org.eclipse.tahu.mqtt.MqttServerUrl;

/** Sparkplug's reference host application, with a handler that counts. */
public final class TahuRival {
    private static final int KEEP_ALIVE_S = 30;
    private static final boolean REORDER = true;
    private static final boolean ONLINE = true;

    private TahuRival() {}

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        try (KafkaProducer<String, byte[]> producer = Producers.idempotent(settings)) {
            final CountHandler handler = new CountHandler(settings.confirmations(), producer);
            final HostApplication host = new HostApplication(
                    handler,
                    settings.turn(),
                    List.of("spBv1.0/#"),
                    List.of(server(settings)),
                    null,
                    new SparkplugBPayloadDecoder(),
                    REORDER);
            host.start(ONLINE);
            handler.awaitConnection();
            Settings.readyUntilEnd();
            host.shutdown();
        }
        // The host's pools do not end by themselves.
        Runtime.getRuntime().halt(0);
    }

    private static MqttServerDefinition server(final Settings settings) throws Exception {
        return new MqttServerDefinition(
                new MqttServerName("broker"),
                new MqttClientId("rival-" + settings.turn(), false),
                new MqttServerUrl("tcp://" + settings.mqttHost() + ":" + settings.mqttPort()),
                null,
                null,
                KEEP_ALIVE_S,
                null);
    }
}
