package io.millrace.perf.wire;

import io.millrace.perf.plant.PlantLayout;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantOptions.OpcUa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/**
 * The machines that speak OPC UA, behind one server on loopback: Basic256Sha256 with SignAndEncrypt and a user name, and no
 * security only where asked for. Values survive a stop and start of the server, as those of a controller behind it would.
 * Thread-safe.
 */
public final class PlantServer implements AutoCloseable {

    /** Also the SAN URI of the server's certificate. */
    public static final String APPLICATION_URI = "urn:millrace:plant:server";

    private static final String HOST = "127.0.0.1";
    private static final long BOUND_SECONDS = 20;

    private final OpcUa access;
    private final PlantCertificates certificates;
    private final int port;
    private final Map<String, PlantVariable> variables = new TreeMap<>();
    private @Nullable OpcUaServer server;
    private @Nullable PlantNamespace namespace;

    /**
     * @param folder keeps the server's certificate and those it trusts
     * @param nowMs source timestamp of the values before the first change
     */
    public PlantServer(final List<Machine> machines, final OpcUa access, final Path folder, final long nowMs) {
        this.access = access;
        certificates = PlantCertificates.open(folder, APPLICATION_URI);
        port = access.port() == 0 ? freePort() : access.port();
        for (final Machine machine : machines) {
            variables.put(machine.node("State"), new PlantVariable(4, nowMs));
            variables.put(machine.node("StopReason"), new PlantVariable("", nowMs));
            variables.put(machine.node("Good"), new PlantVariable(machine.firstGood(), nowMs));
            variables.put(machine.node("Scrap"), new PlantVariable(0L, nowMs));
            variables.put(machine.node("Order"), new PlantVariable("", nowMs));
        }
    }

    /** Listens; does nothing where it does already. @throws IllegalStateException where the port is taken. */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        final OpcUaServer starting = new OpcUaServer(
                config(),
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
        final PlantNamespace nodes = new PlantNamespace(starting, PlantLayout.OPC_UA_NAMESPACE, variables);
        nodes.startup();
        await(starting.startup(), "the OPC UA server cannot listen on port " + port + "; is it taken?");
        server = starting;
        namespace = nodes;
    }

    /** Sessions and subscriptions are gone, the values are kept. */
    public synchronized void stop() {
        final OpcUaServer stopping = server;
        final PlantNamespace nodes = namespace;
        if (stopping != null && nodes != null) {
            server = null;
            namespace = null;
            nodes.shutdown();
            await(stopping.shutdown(), "the OPC UA server on port " + port + " does not stop");
        }
    }

    /**
     * Sets a node's value and pushes it to everyone who monitors it; while stopped it is only kept.
     *
     * @param node {@code workUnit/variable}
     * @param value an Integer (Int32), a Long (Int64) or a String, as the node's type is
     */
    public synchronized void set(final String node, final Object value, final long timeMs) {
        final PlantVariable changed = new PlantVariable(value, timeMs);
        final PlantVariable former = variables.get(node);
        if (former == null || !former.dataType().equals(changed.dataType())) {
            throw new IllegalArgumentException("no OPC UA node " + node + " for " + value);
        }
        variables.put(node, changed);
        if (namespace != null) {
            namespace.push(node, changed.dataValue());
        }
    }

    public String endpoint() {
        return "opc.tcp://" + HOST + ":" + port + PlantLayout.OPC_UA_PATH;
    }

    public PlantCertificates certificates() {
        return certificates;
    }

    /** How many items clients monitor now. */
    public synchronized int monitoredItems() {
        return namespace == null ? 0 : namespace.monitoredItems();
    }

    @Override
    public void close() {
        stop();
    }

    private OpcUaServerConfig config() {
        return OpcUaServerConfig.builder()
                .setApplicationUri(APPLICATION_URI)
                .setApplicationName(LocalizedText.english("Millrace simulated plant"))
                .setProductUri("urn:millrace")
                .setBuildInfo(new BuildInfo(
                        "urn:millrace", "Millrace", "simulated plant", OpcUaServer.SDK_VERSION, "", DateTime.now()))
                .setEndpoints(endpoints())
                .setCertificateManager(PlantSecurity.manager(certificates))
                .setIdentityValidator(identities())
                .build();
    }

    private IdentityValidator identities() {
        final UsernameIdentityValidator users =
                new UsernameIdentityValidator(challenge -> access.user().equals(challenge.getUsername())
                        && access.password().equals(challenge.getPassword()));
        return access.insecure() ? new CompositeValidator(AnonymousIdentityValidator.INSTANCE, users) : users;
    }

    private Set<EndpointConfig> endpoints() {
        final EndpointConfig.Builder secure = EndpointConfig.newBuilder()
                .setBindAddress(HOST)
                .setBindPort(port)
                .setHostname(HOST)
                .setPath(PlantLayout.OPC_UA_PATH)
                .setCertificate(certificates.certificate())
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
        final Set<EndpointConfig> offered = new LinkedHashSet<>();
        offered.add(secure.copy()
                .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
                .build());
        if (access.insecure()) {
            offered.add(secure.copy()
                    .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
                    .setSecurityPolicy(SecurityPolicy.None)
                    .setSecurityMode(MessageSecurityMode.None)
                    .build());
        }
        return offered;
    }

    private static void await(final CompletableFuture<?> future, final String sentence) {
        try {
            future.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException e) {
            throw new IllegalStateException(sentence, e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(sentence, e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new IllegalStateException("no free port on " + HOST, e);
        }
    }
}
