package io.millrace.rivals.esper;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.configuration.common.ConfigurationCommonEventTypeBean;
import com.espertech.esper.common.client.util.AccessorStyle;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPDeployment;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.millrace.rivals.Machines;
import io.millrace.rivals.Producers;
import io.millrace.rivals.Settings;
import io.millrace.rivals.Unit;
import java.io.IOException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The counting is one statement; what comes and goes is the bridge's. */
public final class EsperRival {
    private static final String UNIT = "Unit";
    private static final String STATEMENT =
            """
            @name('tens') select u as unit, sum(u.quantity) as total from Unit(good = true) as u
            group by u.key having sum(u.quantity) % 10 = 0
            """;

    private final Settings settings;
    private final KafkaProducer<String, byte[]> producer;
    private final EPEventService events;

    private EsperRival(
            final Settings settings, final KafkaProducer<String, byte[]> producer, final EPEventService events) {
        this.settings = settings;
        this.producer = producer;
        this.events = events;
    }

    public static void main(final String[] arguments) throws Exception {
        final Settings settings = Settings.ofEnvironment();
        final Configuration configuration = configuration();
        final EPCompiled compiled =
                EPCompilerProvider.getCompiler().compile(STATEMENT, new CompilerArguments(configuration));
        final EPRuntime runtime = EPRuntimeProvider.getDefaultRuntime(configuration);
        final EPDeployment deployment = runtime.getDeploymentService().deploy(compiled);
        try (KafkaProducer<String, byte[]> producer = Producers.idempotent(settings);
                Machines machines = new Machines(settings)) {
            final EsperRival rival = new EsperRival(settings, producer, runtime.getEventService());
            runtime.getDeploymentService()
                    .getStatement(deployment.getDeploymentId(), "tens")
                    .addListener((now, before, statement, at) -> rival.confirm(now));
            machines.subscribe(rival::take);
            Settings.readyUntilEnd();
        }
        runtime.destroy();
    }

    private static Configuration configuration() {
        final ConfigurationCommonEventTypeBean fields = new ConfigurationCommonEventTypeBean();
        fields.setAccessorStyle(AccessorStyle.PUBLIC);
        final Configuration configuration = new Configuration();
        configuration.getCommon().addEventType(UNIT, Unit.class.getName(), fields);
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        return configuration;
    }

    private void take(final Mqtt5Publish message) {
        try {
            events.sendEventBean(
                    Unit.read(message.getTopic().toString(), message.getPayloadAsBytes()), UNIT);
        } catch (final IOException e) {
            e.printStackTrace();
        }
    }

    private void confirm(final EventBean[] tens) {
        for (final EventBean ten : tens) {
            final Unit unit = (Unit) ten.get("unit");
            try {
                producer.send(
                        new ProducerRecord<>(
                                settings.confirmations(),
                                unit.machine,
                                unit.confirmation(((Number) ten.get("total")).longValue())),
                        (done, failure) -> {
                            if (failure != null) {
                                failure.printStackTrace();
                            }
                        });
            } catch (final IOException e) {
                e.printStackTrace();
            }
        }
    }
}
