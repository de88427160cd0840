package io.millrace.app.config;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.app.yaml.HostPort;
import io.millrace.app.yaml.Secret;
import io.millrace.ingest.mqtt.ForeignMapping;
import io.millrace.ingest.mqtt.MqttVersion;
import io.millrace.ingest.opcua.Monitoring;
import io.millrace.ingest.opcua.OpcUaUser;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.tls.ClientTls;
import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something the gateway listens to. */
public sealed interface SourceSettings {
    /** Part of each event's business identity. */
    String name();

    /**
     * JSON over MQTT: Millrace's own topics, and foreign ones through mappings.
     *
     * @param url the broker; the port may be missing
     * @param tls null: in the open
     * @param login null: nobody asks for one
     */
    record MqttJson(
            String name,
            URI url,
            MqttVersion version,
            @Nullable ClientTls tls,
            @Nullable Login login,
            String clientId,
            List<String> topics,
            MqttQos qos,
            Duration sessionExpiry,
            int receiveMaximum,
            List<ForeignMapping> mappings)
            implements SourceSettings {
        public MqttJson {
            topics = List.copyOf(topics);
            mappings = List.copyOf(mappings);
        }
    }

    /**
     * A door for programs that send JSON by HTTP.
     *
     * @param token what they must show; null: everybody may send
     * @param tls null: in the open
     */
    record Http(
            String name, HostPort listen, @Nullable Secret token, @Nullable Tls tls, int maxBodyBytes, int maxEvents)
            implements SourceSettings {}

    /**
     * Who a server is, and whom it wants to see.
     *
     * @param clients issuers of the certificates that clients must show; null: they need none
     */
    record Tls(TlsIdentity identity, @Nullable TrustedIssuers clients) {}

    /**
     * A Sparkplug B host application.
     *
     * @param urls the MQTT servers; ports may be missing
     * @param tls null: in the open
     * @param login null: nobody asks for one
     */
    record Sparkplug(
            String name,
            List<URI> urls,
            @Nullable ClientTls tls,
            MqttVersion mqttVersion,
            @Nullable Login login,
            String clientId,
            String hostId,
            List<String> groups,
            Duration reorderTimeout,
            List<Device> machines)
            implements SourceSettings {
        public Sparkplug {
            urls = List.copyOf(urls);
            groups = List.copyOf(groups);
            machines = List.copyOf(machines);
        }
    }

    /** @param device empty if the metrics are the edge node's own */
    record Device(String group, String node, String device, MachineSignals signals) {}

    /**
     * An OPC UA client with one subscription.
     *
     * @param url the server; the port may be missing
     * @param login null: nobody asks for one
     * @param userCertificate null: the user has a name, or none
     * @param exceptions signals that are watched in another way
     * @param history longest gap that is filled from what the server recorded; zero: none
     */
    record OpcUa(
            String name,
            URI url,
            @Nullable Login login,
            OpcUaUser.@Nullable Certified userCertificate,
            Security security,
            Policy policy,
            Path pki,
            Duration publishingInterval,
            Monitoring monitoring,
            Map<Signal, Monitoring> exceptions,
            Duration history,
            List<MachineSignals> machines)
            implements SourceSettings {
        public OpcUa {
            exceptions = Map.copyOf(exceptions);
            machines = List.copyOf(machines);
        }
    }

    /**
     * A live adapter that speaks MTConnect SHDR over TCP.
     *
     * @param times what its time stamps are
     * @param silence how long it may say nothing if it has no heartbeat
     * @param reconnect the longest wait before it is tried again
     */
    record ShdrTcp(
            String name,
            HostPort address,
            ShdrTcpConfig.Times times,
            Duration silence,
            Duration reconnect,
            List<MachineSignals> machines)
            implements SourceSettings {
        public ShdrTcp {
            machines = List.copyOf(machines);
        }
    }

    /** Message security of OPC UA (OPC 10000-4). */
    enum Security {
        NONE,
        SIGN,
        SIGN_AND_ENCRYPT
    }

    /** Security policies of OPC UA (OPC 10000-7) that are not deprecated. */
    enum Policy {
        NONE("None"),
        BASIC256_SHA256("Basic256Sha256"),
        AES128_SHA256_RSAOAEP("Aes128_Sha256_RsaOaep"),
        AES256_SHA256_RSAPSS("Aes256_Sha256_RsaPss");

        private final String uriName;

        Policy(final String uriName) {
            this.uriName = uriName;
        }

        /** As in the end of the policy's URI. */
        public String uriName() {
            return uriName;
        }
    }
}
