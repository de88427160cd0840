package io.millrace.rivals.camel;

import io.millrace.rivals.Settings;
import io.millrace.rivals.Unit;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;

/** One route: subscribe, count, filter, produce. */
public final class CamelRival extends RouteBuilder {
    private final Settings settings;
    private final Map<String, long[]> totals = new HashMap<>();

    private CamelRival(final Settings settings) {
        this.settings = settings;
    }

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new CamelRival(settings));
            camel.start();
            Settings.readyUntilEnd();
        }
    }

    @Override
    public void configure() {
        from("paho-mqtt5:" + settings.mqttFilter() + "?brokerUrl=tcp://" + settings.mqttHost() + ":" + settings.mqttPort()
                        + "&clientId=rival-" + settings.turn() + "&qos=1")
                .process(this::count)
                .filter(body().isNotNull())
                .to("kafka:" + settings.confirmations() + "?brokers=" + settings.kafka()
                        + "&requestRequiredAcks=all&enableIdempotence=true&lingerMs=1"
                        + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer");
    }

    /** The consumer's one thread; the body becomes the confirmation, or null. */
    private void count(final Exchange exchange) throws Exception {
        final Unit unit = Unit.read(
                exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class),
                exchange.getMessage().getBody(byte[].class));
        final long[] total = totals.computeIfAbsent(unit.key(), key -> new long[1]);
        total[0] += unit.good ? unit.quantity : 0;
        final boolean isConfirmed = unit.good && Unit.isConfirmed(total[0]);
        exchange.getMessage().setBody(isConfirmed ? unit.confirmation(total[0]) : null);
        exchange.getMessage().setHeader(KafkaConstants.KEY, unit.machine);
    }
}
