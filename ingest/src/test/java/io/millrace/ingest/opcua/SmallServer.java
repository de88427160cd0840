package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.X509IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A server with a few nodes whose values are pushed, and which can be stopped and started again at the same port. */
public final class SmallServer implements AutoCloseable {
    public static final String NAMESPACE = "urn:small:plant";
    static final String USER = "gateway";
    static final String WORD = "open sesame";
    static final String URI = "urn:small:server";
    private static final long STOP_TIMEOUT_S = 10;

    private final int port;
    private final boolean secure;
    private final int nodesPerCall;
    private volatile Self self;
    private volatile Set<Offer> offers = Offer.ALL;
    private final MemoryTrustListManager trusted = new MemoryTrustListManager();
    private final Map<String, DataValue> values = new ConcurrentHashMap<>();
    private final Set<X509Certificate> users = ConcurrentHashMap.newKeySet();
    private volatile String password = WORD;
    private OpcUaServer server;
    private Plant plant;
    private final List<ManagedNamespaceWithLifecycle> more = new CopyOnWriteArrayList<>();

    /** Who it is: key and certificate, which its issuers may follow. */
    record Self(KeyPair keys, List<X509Certificate> chain) {
        static Self of(final ClientIdentity identity) {
            return new Self(identity.keyPair(), List.of(identity.certificate()));
        }
    }

    /** What a client may choose. */
    record Offer(OpcUaConfig.Policy policy, OpcUaConfig.Security security) {
        static final Set<Offer> ALL = Arrays.stream(OpcUaConfig.Policy.values())
                .flatMap(policy -> Stream.of(OpcUaConfig.Security.SIGN, OpcUaConfig.Security.SIGN_AND_ENCRYPT)
                        .map(security -> new Offer(policy, security)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param secure offers all policies and nothing without one (but for discovery), else only None */
    SmallServer(final Path folder, final int port, final boolean secure) throws Exception {
        this(folder, port, secure, 1_000);
    }

    /** @param nodesPerCall how many nodes it lets a client browse or read in one call */
    public SmallServer(final Path folder, final int port, final boolean secure, final int nodesPerCall)
            throws Exception {
        this.nodesPerCall = nodesPerCall;
        this.port = port;
        this.secure = secure;
        this.self = Self.of(ClientIdentity.loadOrCreate(folder, URI));
        this.server = build();
        this.plant = new Plant(server);
    }

    public String url() {
        return "opc.tcp://127.0.0.1:" + port + "/plant";
    }

    X509Certificate certificate() {
        return self.chain().get(0);
    }

    /** From its next start on. */
    void become(final Self other) {
        self = other;
    }

    /** From its next start on. */
    void offer(final Set<Offer> others) {
        offers = others;
    }

    void acceptUser(final X509Certificate certificate) {
        users.add(certificate);
    }

    /** What the only session's messages are protected with. */
    Offer chosen() {
        final EndpointDescription endpoint =
                server.getSessionManager().getAllSessions().get(0).getEndpoint();
        return Offer.ALL.stream()
                .filter(offer -> offer.policy().standard().getUri().equals(endpoint.getSecurityPolicyUri())
                        && offer.security().mode() == endpoint.getSecurityMode())
                .findFirst()
                .orElseThrow();
    }

    /** It goes on to refuse what is too much. */
    void tellNoLimits() {
        final UaNode node = server.getAddressSpaceManager()
                .getManagedNode(NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall)
                .orElseThrow();
        ((UaVariableNode) node).setValue(new DataValue(new Variant(uint(0))));
    }

    /** Before it is started; gone when it is stopped. */
    public void add(final Function<OpcUaServer, ManagedNamespaceWithLifecycle> namespace) {
        more.add(namespace.apply(server));
    }

    void trust(final X509Certificate client) {
        trusted.addTrustedCertificate(client);
    }

    public void start() throws Exception {
        plant.startup();
        more.forEach(ManagedNamespaceWithLifecycle::startup);
        server.startup().get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
    }

    void stop() throws Exception {
        server.shutdown().get(STOP_TIMEOUT_S, TimeUnit.SECONDS);
        more.clear();
        rebuild();
    }

    /** As it is before its first start, so that it takes on what it shall become or offer. */
    void rebuild() throws Exception {
        server = build();
        plant = new Plant(server);
    }

    void acceptPassword(final String newPassword) {
        password = newPassword;
    }

    int sessions() {
        return server.getSessionManager().getAllSessions().size();
    }

    /** Their clients are told when they next ask. */
    void endSessions() {
        server.getSessionManager().getAllSessions().forEach(session -> server.getSessionManager()
                .killSession(session.getSessionId(), true));
    }

    /** Sessions go on, and report nothing any more. */
    void forgetSubscriptions() {
        server.getSubscriptions().values().forEach(Subscription::deleteSubscription);
    }

    /** A node, or its next value. */
    void set(final String node, final Object value, final long sourceTimeMs) {
        set(node, value, sourceTimeMs, StatusCode.GOOD);
    }

    void set(final String node, final Object value, final long sourceTimeMs, final StatusCode status) {
        final DateTime time = new DateTime(new Date(sourceTimeMs));
        final DataValue data = new DataValue(new Variant(value), status, time, DateTime.now());
        values.put(node, data);
        plant.push(node, data);
    }

    @Override
    public void close() {
        server.shutdown().orTimeout(STOP_TIMEOUT_S, TimeUnit.SECONDS).join();
    }

    private OpcUaServer build() throws Exception {
        final MemoryCertificateQuarantine quarantine = new MemoryCertificateQuarantine();
        final RsaSha256CertificateFactory factory = new RsaSha256CertificateFactory() {
            @Override
            protected KeyPair createRsaSha256KeyPair() {
                return self.keys();
            }

            @Override
            protected X509Certificate[] createRsaSha256CertificateChain(final KeyPair keyPair) {
                return self.chain().toArray(X509Certificate[]::new);
            }
        };
        final DefaultApplicationGroup group = DefaultApplicationGroup.createAndInitialize(
                trusted,
                new MemoryCertificateStore(),
                factory,
                new DefaultServerCertificateValidator(trusted, quarantine));
        final OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationUri(URI)
                .setApplicationName(LocalizedText.english("small"))
                .setProductUri("urn:small")
                .setBuildInfo(new BuildInfo("urn:small", "small", "small", "1", "1", DateTime.now()))
                .setEndpoints(endpoints())
                .setLimits(new OpcUaServerConfigLimits() {
                    @Override
                    public UInteger getMaxNodesPerBrowse() {
                        return uint(nodesPerCall);
                    }

                    @Override
                    public UInteger getMaxMonitoredItemsPerCall() {
                        return uint(nodesPerCall);
                    }

                    @Override
                    public UInteger getMaxNodesPerRead() {
                        return uint(Math.max(nodesPerCall, 20));
                    }
                })
                .setCertificateManager(new DefaultCertificateManager(quarantine, group))
                .setIdentityValidator(new CompositeValidator(
                        AnonymousIdentityValidator.INSTANCE,
                        new UsernameIdentityValidator(challenge ->
                                USER.equals(challenge.getUsername()) && password.equals(challenge.getPassword())),
                        new X509IdentityValidator(users::contains)))
                .build();
        return new OpcUaServer(
                config,
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
    }

    private Set<EndpointConfig> endpoints() {
        final EndpointConfig.Builder base = EndpointConfig.newBuilder()
                .setBindAddress("127.0.0.1")
                .setBindPort(port)
                .setHostname("127.0.0.1")
                .setPath("/plant")
                .setCertificate(certificate())
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY);
        final Set<EndpointConfig> endpoints = new LinkedHashSet<>();
        if (secure) {
            base.addTokenPolicies(
                    OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME, OpcUaServerConfig.USER_TOKEN_POLICY_X509);
            offers.forEach(offer -> endpoints.add(base.copy()
                    .setSecurityPolicy(offer.policy().standard())
                    .setSecurityMode(offer.security().mode())
                    .build()));
            endpoints.add(base.copy()
                    .setPath("/plant/discovery")
                    .setSecurityPolicy(SecurityPolicy.None)
                    .setSecurityMode(MessageSecurityMode.None)
                    .build());
        } else {
            base.addTokenPolicies(
                    OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS, OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
            endpoints.add(base.copy()
                    .setSecurityPolicy(SecurityPolicy.None)
                    .setSecurityMode(MessageSecurityMode.None)
                    .build());
        }
        return endpoints;
    }

    private final class Plant extends ManagedNamespaceWithLifecycle {
        private final List<DataItem> items = new CopyOnWriteArrayList<>();

        Plant(final OpcUaServer server) {
            super(server, NAMESPACE);
            getLifecycleManager().addStartupTask(() -> values.forEach(this::push));
        }

        void push(final String name, final DataValue data) {
            final UaVariableNode node = getNodeManager()
                    .getNode(newNodeId(name))
                    .map(UaVariableNode.class::cast)
                    .orElseGet(() -> add(name, data.getValue().getValue()));
            node.setValue(data);
            items.stream()
                    .filter(item -> item.getReadValueId().getNodeId().equals(node.getNodeId()))
                    .forEach(item -> item.setValue(data));
        }

        /** A server filters by a deadband only what it knows to be a number. */
        private UaVariableNode add(final String name, final Object value) {
            final UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                    .setNodeId(newNodeId(name))
                    .setBrowseName(newQualifiedName(name))
                    .setDisplayName(LocalizedText.english(name))
                    .setDataType(
                            OpcUaDataType.fromBackingClass(value.getClass()).getNodeId())
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .build();
            getNodeManager().addNode(node);
            return node;
        }

        @Override
        public void onDataItemsCreated(final List<DataItem> created) {
            items.addAll(created);
            created.forEach(item -> {
                final DataValue current =
                        values.get(item.getReadValueId().getNodeId().getIdentifier());
                if (current != null) {
                    item.setValue(current);
                }
            });
        }

        @Override
        public void onDataItemsModified(final List<DataItem> modified) {}

        @Override
        public void onDataItemsDeleted(final List<DataItem> deleted) {
            items.removeAll(deleted);
        }

        @Override
        public void onMonitoringModeChanged(final List<MonitoredItem> changed) {}
    }
}
