package io.millrace.perf.wire;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DeadbandType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A real OPC UA client of the plant that keeps every notification, in the order of arrival. */
public final class PlantClient implements AutoCloseable {

    private static final String URI = "urn:millrace:test:client";

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final KeyPair keyPair;
    private final X509Certificate certificate;
    private OpcUaClient client;

    public PlantClient() throws Exception {
        keyPair = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        certificate = new SelfSignedCertificateBuilder(keyPair)
                .setCommonName("test client")
                .setApplicationUri(URI)
                .addIpAddress("127.0.0.1")
                .build();
    }

    public void trustedBy(final PlantServer server) throws Exception {
        trustedBy(server.certificates().trustedFolder());
    }

    public void trustedBy(final Path trustedFolder) throws Exception {
        Files.write(trustedFolder.resolve("client.der"), certificate.getEncoded());
    }

    public void connectSecurely(final PlantServer server, final String user, final String password) throws Exception {
        connectSecurely(server.endpoint(), server.certificates().certificateFile(), user, password);
    }

    public void connectSecurely(
            final String endpoint, final Path serverCertificate, final String user, final String password)
            throws Exception {
        connect(endpoint, serverCertificate, SecurityPolicy.Basic256Sha256, new UsernameProvider(user, password));
    }

    void connectInsecurely(final PlantServer server) throws Exception {
        connect(
                server.endpoint(),
                server.certificates().certificateFile(),
                SecurityPolicy.None,
                new AnonymousProvider());
    }

    /** Monitors nodes, with a trigger that also tells of a new timestamp alone. */
    public void monitor(final List<String> nodes) throws Exception {
        final OpcUaSubscription subscription = new OpcUaSubscription(client, 20.0);
        subscription.setSubscriptionListener(new OpcUaSubscription.SubscriptionListener() {
            @Override
            public void onDataReceived(
                    final OpcUaSubscription from, final List<OpcUaMonitoredItem> items, final List<DataValue> values) {
                for (int i = 0; i < items.size(); i++) {
                    seen.add(Seen.of(items.get(i), values.get(i)));
                }
            }
        });
        subscription.create();
        final List<OpcUaMonitoredItem> items = new ArrayList<>();
        for (final String node : nodes) {
            final OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(new NodeId(namespace(), node));
            item.setQueueSize(Unsigned.uint(1_000));
            item.setSamplingInterval(0.0);
            item.setFilter(new DataChangeFilter(
                    DataChangeTrigger.StatusValueTimestamp, Unsigned.uint(DeadbandType.None.getValue()), 0.0));
            items.add(item);
        }
        subscription.addMonitoredItems(items);
        subscription.synchronizeMonitoredItems();
    }

    public List<Seen> seen(final String node) {
        return seen.stream().filter(value -> value.node().equals(node)).toList();
    }

    @Override
    public void close() throws UaException {
        if (client != null) {
            client.disconnect();
        }
    }

    private int namespace() {
        return client.getNamespaceTable().getIndex("urn:millrace:plant").intValue();
    }

    private void connect(
            final String endpoint,
            final Path serverCertificate,
            final SecurityPolicy policy,
            final IdentityProvider identity)
            throws Exception {
        final MemoryTrustListManager trusted = new MemoryTrustListManager();
        trusted.addTrustedCertificate(read(serverCertificate));
        client = OpcUaClient.create(
                endpoint,
                endpoints -> endpoints.stream()
                        .filter(offered -> policy.getUri().equals(offered.getSecurityPolicyUri()))
                        .findFirst(),
                transport -> {},
                config -> config.setApplicationName(LocalizedText.english("test client"))
                        .setApplicationUri(URI)
                        .setKeyPair(keyPair)
                        .setCertificate(certificate)
                        .setCertificateChain(new X509Certificate[] {certificate})
                        .setCertificateValidator(
                                new DefaultClientCertificateValidator(trusted, new MemoryCertificateQuarantine()))
                        .setIdentityProvider(identity)
                        .setRequestTimeout(Unsigned.uint(10_000)));
        client.connect();
    }

    private static X509Certificate read(final Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** One notification. */
    public record Seen(String node, Object value, long sourceMs) {

        static Seen of(final OpcUaMonitoredItem item, final DataValue value) {
            return new Seen(
                    item.getReadValueId().getNodeId().getIdentifier().toString(),
                    value.getValue().getValue(),
                    value.getSourceTime().getJavaTime());
        }
    }
}
