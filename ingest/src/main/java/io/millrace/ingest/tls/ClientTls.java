package io.millrace.ingest.tls;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a client speaks TLS: the server's certificate must be valid for the host name that is connected to, always.
 *
 * @param trusted null for the JVM's trust store
 * @param identity what the client shows of itself, null for nothing
 */
public record ClientTls(@Nullable TrustedIssuers trusted, @Nullable TlsIdentity identity) {
    /** The server is checked against the JVM's trust store, the client shows nothing. */
    public static final ClientTls DEFAULT = new ClientTls(null, null);

    /**
     * For an MQTT client. Reads the files, so that with each new connection renewed ones count.
     *
     * @throws IOException if a file cannot be used; names file and remedy
     */
    public MqttClientSslConfig mqtt() throws IOException {
        // No verifier of our own: then the client checks the host name as HTTPS does (RFC 2818).
        return MqttClientSslConfig.builder()
                .keyManagerFactory(identity == null ? null : identity.keys())
                .trustManagerFactory(trusted == null ? null : trusted.trust())
                .build();
    }
}
