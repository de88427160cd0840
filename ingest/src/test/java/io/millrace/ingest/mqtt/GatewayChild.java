package io.millrace.ingest.mqtt;

import io.millrace.core.event.Authority;
import io.millrace.core.event.Fact;
import io.millrace.ingest.gateway.Gateway;
import io.millrace.ingest.gateway.GatewayClock;
import io.millrace.ingest.gateway.GatewayConfig;
import io.millrace.ingest.gateway.SourceFactory;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A whole gateway with one MQTT source in a process of its own; ends in order when its standard input does. */
final class GatewayChild {
    static final int PARTITIONS = 2;
    private static final long NS_PER_S = 1_000_000_000L;

    private GatewayChild() {}

    /** @param arguments id, folder, port of the MQTT broker, bootstrap, name of the source, filter, machine */
    public static void main(final String[] arguments) throws IOException {
        final MqttJsonConfig source = MqttJsonConfig.of(
                arguments[4],
                MqttAccess.open("127.0.0.1", Integer.parseInt(arguments[2])),
                arguments[0] + "-" + arguments[4],
                List.of(arguments[5]),
                List.of());
        final GatewayConfig config = GatewayConfig.of(
                        arguments[0],
                        Path.of(arguments[1]),
                        SyncPolicy.PROCESS,
                        Map.of("bootstrap.servers", arguments[3]),
                        PARTITIONS,
                        1,
                        true)
                .withJournals(JournalKit.SMALL, JournalKit.SMALL)
                .withTickIntervalNs(0);
        try (Gateway gateway = new Gateway(
                config,
                new GatewayClock(GatewayChild::now, System::nanoTime),
                List.of(Fact.MachineDefined.of(arguments[6], Authority.REPORT, 0, 0, 60 * NS_PER_S, 0)),
                List.of(new SourceFactory(arguments[4], context -> new MqttJsonSource(source, context))),
                cause -> Runtime.getRuntime().halt(4))) {
            gateway.start();
            while (!gateway.isReady()) {
                Thread.onSpinWait();
            }
            System.out.println("ready");
            for (int read = System.in.read(); read >= 0; read = System.in.read()) {
                // Until it is closed.
                continue;
            }
        }
        // The clients' threads may take their time.
        System.exit(0);
    }

    private static long now() {
        final Instant now = Instant.now();
        return now.getEpochSecond() * NS_PER_S + now.getNano();
    }
}
