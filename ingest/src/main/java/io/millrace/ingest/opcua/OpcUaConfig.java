package io.millrace.ingest.opcua;

import io.millrace.ingest.signal.MachineSignals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.jspecify.annotations.Nullable;

/**
 * One OPC UA server and what is listened to there.
 *
 * @param name of the source; part of each event's identity and of the client's application URI
 * @param endpointUrl {@code opc.tcp://host:port/path}
 * @param policy meaningless with {@link Security#NONE}
 * @param username null for anonymous
 * @param password null for none; never printed
 * @param pki folder of certificates: own under {@code own}, servers we trust in {@code trusted/certs}, issuers in
 *     {@code issuer/certs}, what was refused in {@code rejected/certs}
 * @param publishingIntervalMs how often the server reports, from 10
 * @param samplingIntervalMs how often the server looks at a value; 0 is as fast as it can
 * @param queueSize values the server keeps between two reports, per signal; older ones are lost (and declared)
 * @param machines signals by machine; an address is a node id, {@code ns=2;s=Press/State} or, independent of the server's
 *     numbering, {@code nsu=urn:vendor:plant;s=Press/State}
 */
public record OpcUaConfig(
        String name,
        String endpointUrl,
        Security security,
        Policy policy,
        @Nullable String username,
        @Nullable String password,
        Path pki,
        int publishingIntervalMs,
        int samplingIntervalMs,
        int queueSize,
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
                    .orElseThrow(() -> new IllegalArgumentException("unknown OPC UA security policy '" + text + "': use "
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
        final List<String> faults = new ArrayList<>();
        if (!endpointUrl.matches("opc\\.tcp://[^/\\s]+(/\\S*)?")) {
            faults.add("endpoint '" + endpointUrl + "' is not opc.tcp://host:port/path");
        }
        if (publishingIntervalMs < SHORTEST_PUBLISHING_MS) {
            faults.add("publishing interval " + publishingIntervalMs + " ms is below " + SHORTEST_PUBLISHING_MS + " ms");
        }
        if (samplingIntervalMs < 0) {
            faults.add("sampling interval " + samplingIntervalMs + " ms is negative");
        }
        if (queueSize < 1) {
            faults.add("queue size " + queueSize + " is below 1");
        }
        if (password != null && username == null) {
            faults.add("a password without a user name");
        }
        final Set<String> addresses = new HashSet<>();
        machines.forEach(machine -> machine.signals().forEach(signal -> {
            if (!addresses.add(signal.address())) {
                faults.add(machine.machine() + ": node '" + signal.address() + "' is used twice");
            }
            NodeAddress.fault(signal.address()).ifPresent(fault -> faults.add(machine.machine() + ": " + fault));
        }));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    "OPC UA source '" + name + "':\n- " + String.join("\n- ", faults));
        }
    }

    /** Signed and encrypted with Basic256Sha256, anonymous, reported every 100 ms, 64 values kept per signal. */
    public static OpcUaConfig of(
            final String name, final String endpointUrl, final Path pki, final List<MachineSignals> machines) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                Security.SIGN_AND_ENCRYPT,
                Policy.BASIC256_SHA256,
                null,
                null,
                pki,
                100,
                0,
                64,
                machines);
    }

    public OpcUaConfig withUser(final String newUsername, final String newPassword) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                newUsername,
                newPassword,
                pki,
                publishingIntervalMs,
                samplingIntervalMs,
                queueSize,
                machines);
    }

    public OpcUaConfig withSecurity(final Security newSecurity, final Policy newPolicy) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                newSecurity,
                newPolicy,
                username,
                password,
                pki,
                publishingIntervalMs,
                samplingIntervalMs,
                queueSize,
                machines);
    }

    public OpcUaConfig withSubscription(
            final int newPublishingIntervalMs, final int newSamplingIntervalMs, final int newQueueSize) {
        return new OpcUaConfig(
                name,
                endpointUrl,
                security,
                policy,
                username,
                password,
                pki,
                newPublishingIntervalMs,
                newSamplingIntervalMs,
                newQueueSize,
                machines);
    }

    /** Which our own certificate bears; {@link ClientIdentity#loadOrCreate} makes it. */
    public String applicationUri() {
        return "urn:millrace:gateway:" + name;
    }

    @Override
    public String toString() {
        return "OpcUaConfig[name=" + name + ", endpointUrl=" + endpointUrl + ", security=" + security + ", policy="
                + policy.text() + ", username=" + username + ", password=" + (password == null ? "none" : "***")
                + ", pki=" + pki + ", publishingIntervalMs=" + publishingIntervalMs + ", samplingIntervalMs="
                + samplingIntervalMs + ", queueSize=" + queueSize + ", machines=" + machines + "]";
    }
}
