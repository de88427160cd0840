package io.millrace.app.config;

import io.millrace.app.yaml.HostPort;
import io.millrace.app.yaml.Secret;
import io.millrace.ingest.http.ServerIdentity;
import io.millrace.ingest.opcua.Monitoring;
import io.millrace.ingest.opcua.OpcUaUser;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
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
     * JSON over MQTT 5: Millrace's own topics, and foreign ones through mappings.
     *
     * @param url the broker; the port may be missing
     * @param login null: nobody asks for one
     */
    record MqttJson(
            String name,
            URI url,
            @Nullable Login login,
            String clientId,
            List<String> topics,
            List<JsonMapping> mappings)
            implements SourceSettings {
        public MqttJson {
            topics = List.copyOf(topics);
            mappings = List.copyOf(mappings);
        }
    }

    /**
     * How a foreign message becomes one of Millrace's own.
     *
     * @param topic filter of the messages it is for
     * @param machine path in which {@code {n}} stands for the topic's n-th level, from 0
     * @param kind one of Millrace's own kinds of message
     * @param fields by Millrace's name: {@code /pointer} into the message (RFC 6901), or {@code =constant}
     */
    record JsonMapping(String topic, String machine, String kind, Map<String, String> fields) {
        public JsonMapping {
            fields = Map.copyOf(fields);
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
     * Who a server is.
     *
     * @param certificate PEM, or a PKCS #12 file
     * @param key PEM; null: it is in the PKCS #12 file
     * @param password of the PKCS #12 file, null for none
     */
    record Tls(Path certificate, @Nullable Path key, @Nullable Secret password) {
        public ServerIdentity identity() {
            return new ServerIdentity(certificate, key, password == null ? null : password.reveal());
        }
    }

    /**
     * A Sparkplug B host application.
     *
     * @param url the MQTT server; the port may be missing
     * @param login null: nobody asks for one
     */
    record Sparkplug(
            String name,
            URI url,
            @Nullable Login login,
            String clientId,
            String hostId,
            List<String> groups,
            Duration reorderTimeout,
            List<Device> machines)
            implements SourceSettings {
        public Sparkplug {
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
