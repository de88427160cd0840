package io.millrace.ingest.sparkplug;

import io.millrace.ingest.tls.ClientTls;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the MQTT servers of a Sparkplug infrastructure.
 *
 * @param port 1 to 65535
 * @param tls null to connect in the open
 */
public record MqttServer(String host, int port, @Nullable ClientTls tls) {
    /** True if both are reached at the same address. */
    boolean isSameAs(final MqttServer other) {
        return port == other.port && host.toLowerCase(Locale.ROOT).equals(other.host.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return (tls == null ? "mqtt://" : "mqtts://") + host + ":" + port;
    }
}
