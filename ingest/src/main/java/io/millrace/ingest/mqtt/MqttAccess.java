package io.millrace.ingest.mqtt;

import io.millrace.ingest.tls.ClientTls;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is, and how it is spoken to.
 *
 * @param tls null to connect in the open
 * @param username null to connect without one
 * @param password null for none; masked in {@link #toString()}
 */
public record MqttAccess(
        String host,
        int port,
        MqttVersion version,
        @Nullable ClientTls tls,
        @Nullable String username,
        @Nullable String password) {
    /** MQTT 5 without TLS and credentials. */
    public static MqttAccess open(final String host, final int port) {
        return new MqttAccess(host, port, MqttVersion.V5, null, null, null);
    }

    void check(final Consumer<String> fault) {
        if (host.isBlank()) {
            fault.accept("host is empty: give the broker's host name or address");
        }
        if (port <= 0 || port > 65_535) {
            fault.accept("port " + port + ": 1 to 65535 is expected, often 1883 or 8883");
        }
        if (username == null && password != null) {
            fault.accept("password without username: give both or none");
        }
    }

    @Override
    public String toString() {
        return "MqttAccess[host=" + host + ", port=" + port + ", version=" + version.text() + ", tls=" + tls
                + ", username=" + username + ", password=" + (password == null ? "null" : "***") + "]";
    }
}
