package io.millrace.ingest.opcua;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/**
 * One OPC UA server and what is listened to there.
 *
 * @param name of the source; part of each event's identity and of the client's application URI
 * @param endpointUrl {@code opc.tcp://host:port/path}
 * @param policy meaningless with {@link Security#NONE}
 * @param user as whom we ask for a session
 * @param pki folder of certificates: own under {@code own}, servers we trust in {@code trusted/certs}, issuers in
 *     {@code issuer/certs}, what was refused in {@code rejected/certs}
 * @param publishingIntervalMs how often the server reports, from 10
 * @param monitoring how the server watches the values
 * @param exceptions signals that it watches in another way
 * @param historyMs a gap of up to this length is filled from what the server recorded, as far as it did; 0: none is
 * @param machines signals by machine; an address is a node id, {@code ns=2;s=Press/State} or, independent of the server's
 *     numbering, {@code nsu=urn:vendor:plant;s=Press/State}
 */
public record OpcUaConfig(
        String name,
        String endpointUrl,
        Security security,
        Policy policy,
        OpcUaUser user,
        Path pki,
        int publishingIntervalMs,
        Monitoring monitoring,
        Map<Signal, Monitoring> exceptions,
        long historyMs,
        List<MachineSignals> machines) {

    /** What is done to each message. There is no fall-back to less. */
    public enum Security {
        NONE(MessageSecurityMode.None),
        SIGN(MessageSecurityMode.Sign),
        SIGN_AND_ENCRYPT(MessageSecurityMode.SignAndEncrypt);

        private final MessageSecurityMode mode;

        Security(final MessageSecurityMode mode) {
            this.mode = mode;
        }

        MessageSecurityMode mode() {
            return mode;
        }
    }

    /** The security policies that are not deprecated (OPC 10000-7), by the standard's names. */
    public enum Policy {
        BASIC256_SHA256(SecurityPolicy.Basic256Sha256),
        AES128_SHA256_RSA_OAEP(SecurityPolicy.Aes128_Sha256_RsaOaep),
        AES256_SHA256_RSA_PSS(SecurityPolicy.Aes256_Sha256_RsaPss);

        private final SecurityPolicy standard;

        Policy(final SecurityPolicy standard) {
            this.standard = standard;
        }

        /** The standard's name, as {@code Basic256Sha256}. */
        public String text() {
            return standard.name();
        }

        /** @throws IllegalArgumentException if there is no such policy; names those that there are */
        public static Policy of(final String text) {
            return Arrays.stream(values())
                    .filter(policy -> policy.text().equalsIgnoreCase(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown OPC UA security policy '" + text
                            + "': use "
                            + String.join(
                                    ", ",
                                    Arrays.stream(values()).map(Policy::text).toList())));
        }

        SecurityPolicy standard() {
            return standard;
        }
    }

    private static final int SHORTEST_PUBLISHING_MS = 10;

    /** @throws IllegalArgumentException if something cannot be; lists every fault, one a line */
    public OpcUaConfig {
        machines = List.copyOf(machines);
        exceptions = Map.copyOf(exceptions);
        final List<String> faults = new ArrayList<>();
        if (!endpointUrl.matches("opc\\.tcp://[^/\\s]+(/\\S*)?")) {
            faults.add("endpoint '" + endpointUrl + "' is not opc.tcp://host:port/path");
        }
        if (publishingIntervalMs < SHORTEST_PUBLISHING_MS) {
            faults.add(
                    "publishing interval " + publishingIntervalMs + " ms is below " + SHORTEST_PUBLISHING_MS + " ms");
        }
        if (historyMs < 0) {
            faults.add("history of " + historyMs + " ms is negative");
        }
        machines.forEach(machine -> machine.signals().forEach(signal -> NodeAddress.fault(signal.address())
                .ifPresent(fault -> faults.add(machine.machine() + ": " + fault))));
        machines.stream()
                .flatMap(machine -> machine.signals().stream())
                .map(signal -> ValuePath.fault(signal.member()))
                .flatMap(Optional::stream)
                .forEach(faults::add);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("OPC UA source '" + name + "':\n- " + String.join("\n- ", faults));
        }
    }

    /** Signed and encrypted with Basic256Sha256, anonymous, reported every 100 ms, 64 values kept per signal, no history. */
    public static OpcUaConfig of(
            final String name, final String endpointUrl, final Path pki, final List<MachineSignals> machines) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                Security.SIGN_AND_ENCRYPT,
                Policy.BASIC256_SHA256,
                new OpcUaUser.Anonymous(),
                pki,
                100,
                Monitoring.STANDARD,
                Map.of(),
                0,
                machines);
    }

    public OpcUaConfig withUser(final OpcUaUser newUser) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                newUser,
                pki,
                publishingIntervalMs,
                monitoring,
                exceptions,
                historyMs,
                machines);
    }

    public OpcUaConfig withSecurity(final Security newSecurity, final Policy newPolicy) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                newSecurity,
                newPolicy,
                user,
                pki,
                publishingIntervalMs,
                monitoring,
                exceptions,
                historyMs,
                machines);
    }

    public OpcUaConfig withSubscription(final int newPublishingIntervalMs, final Monitoring newMonitoring) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                user,
                pki,
                newPublishingIntervalMs,
                newMonitoring,
                exceptions,
                historyMs,
                machines);
    }

    public OpcUaConfig withExceptions(final Map<Signal, Monitoring> newExceptions) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                user,
                pki,
                publishingIntervalMs,
                monitoring,
                newExceptions,
                historyMs,
                machines);
    }

    public OpcUaConfig withHistory(final long newHistoryMs) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                user,
                pki,
                publishingIntervalMs,
                monitoring,
                exceptions,
                newHistoryMs,
                machines);
    }

    Monitoring monitoring(final Signal signal) {
        return exceptions.getOrDefault(signal, monitoring);
    }

    /** Which our own certificate bears; {@link ClientIdentity#loadOrCreate} makes it. */
    public String applicationUri() {
        return "urn:millrace:gateway:" + name;
    }
}
