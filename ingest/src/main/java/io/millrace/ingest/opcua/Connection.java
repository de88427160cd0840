package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.typetree.DataTypeManagerFactory;
import org.eclipse.milo.opcua.sdk.client.typetree.DataTypeTreeFactory;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server. The stack would repair it by itself in several ways, each with its own holes; here the first doubt
 * ends it, and the next connection is a new one.
 */
public final class Connection implements AutoCloseable {
    private static final long CONNECT_TIMEOUT_MS = 10_000;
    private static final long CLOSE_TIMEOUT_MS = 500;
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int SESSION_TIMEOUT_MS = 60_000;
    private static final int KEEP_ALIVE_MS = 1_000;

    static {
        // The stack asks for the signature of Aes256_Sha256_RsaPss by a name that only this provider knows. Behind all
        // others it
        // changes nothing for anybody else.
        Security.addProvider(new BouncyCastleProvider());
    }

    private final OpcUaClient client;
    private final CompletableFuture<String> doubt = new CompletableFuture<>();

    private Connection(final OpcUaClient client) {
        this.client = client;
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(final UaSession session) {
                doubt("the session was lost");
            }
        });
    }

    /** Blocks until there is a session, or it is clear that there is none to be had. */
    public static Connection open(final OpcUaConfig config, final ServerTrust trust, final ClientIdentity identity)
            throws ConnectFault, InterruptedException {
        final EndpointDescription endpoint = EndpointChoice.choose(config);
        if (config.security() != OpcUaConfig.Security.NONE) {
            check(config, trust, endpoint);
        }
        final Connection connection;
        try {
            connection = new Connection(
                    OpcUaClient.create(clientConfig(config, trust, identity, endpoint), transport -> transport
                            .setConnectTimeout(uint(REQUEST_TIMEOUT_MS))
                            .setAcknowledgeTimeout(uint(REQUEST_TIMEOUT_MS))));
            // A server may describe thousands of types, of which few values are.
            connection.client.setDataTypeTreeFactory(DataTypeTreeFactory.lazy());
            connection.client.setDynamicDataTypeManagerFactory(DataTypeManagerFactory.lazy());
        } catch (final UaException impossible) {
            throw FaultText.session(config, identity.certificateFile(), impossible);
        }
        try {
            connection.client.connectAsync().get(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return connection;
        } catch (final ExecutionException | TimeoutException failed) {
            connection.close();
            throw FaultText.session(config, identity.certificateFile(), failed);
        } catch (final InterruptedException stopped) {
            connection.close();
            throw stopped;
        }
    }

    public OpcUaClient client() {
        return client;
    }

    /** Blocks if there are enumerations to take by name. */
    ValueReader reader(final OpcUaConfig config) throws UaException {
        return new ValueReader(client::getDynamicEncodingContext, new Enumerations(client).read(config));
    }

    /** When the server was started, nanoseconds since the epoch by its own clock; 0 if it does not say. */
    long serverStartNs() throws UaException {
        final Object start = client.readValue(0, TimestampsToReturn.Neither, NodeIds.Server_ServerStatus_StartTime)
                .getValue()
                .getValue();
        return start instanceof DateTime time ? Sample.epochNs(time) : 0;
    }

    /** Ends {@link #awaitDoubt}. */
    void doubt(final String cause) {
        doubt.complete(cause);
    }

    /** @return the cause, or null if there was no doubt within that time */
    @Nullable
    String awaitDoubt(final long timeoutMs) throws InterruptedException {
        try {
            return doubt.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final TimeoutException good) {
            return null;
        } catch (final ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Gives the server a moment to hear of it, so that it need not keep the session until its time is over. */
    @Override
    public void close() {
        final boolean interrupted = Thread.interrupted();
        try {
            client.disconnectAsync().get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (final ExecutionException | TimeoutException gone) {
            client.getTransport().disconnect();
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void check(final OpcUaConfig config, final ServerTrust trust, final EndpointDescription endpoint)
            throws ConnectFault {
        try {
            final List<X509Certificate> chain = CertificateUtil.decodeCertificates(
                    endpoint.getServerCertificate().bytesOrEmpty());
            if (chain.isEmpty()) {
                throw new ConnectFault(config.endpointUrl() + " shows no certificate: give it one");
            }
            trust.check(
                    chain,
                    endpoint.getServer().getApplicationUri(),
                    String.valueOf(EndpointUtil.getHost(config.endpointUrl())));
        } catch (final UaException unreadable) {
            throw new ConnectFault(config.endpointUrl() + " shows a certificate that cannot be read", unreadable);
        }
    }

    private static OpcUaClientConfig clientConfig(
            final OpcUaConfig config,
            final ServerTrust trust,
            final ClientIdentity identity,
            final EndpointDescription endpoint)
            throws ConnectFault {
        return OpcUaClientConfig.builder()
                .setEndpoint(endpoint)
                .setApplicationName(LocalizedText.english("Millrace gateway"))
                .setApplicationUri(config.applicationUri())
                .setProductUri("urn:millrace:gateway")
                .setSessionName(config::applicationUri)
                .setKeyPair(identity.keyPair())
                .setCertificate(identity.certificate())
                .setCertificateChain(new X509Certificate[] {identity.certificate()})
                .setCertificateValidator(trust)
                .setIdentityProvider(user(config, trust, endpoint))
                .setRequestTimeout(uint(REQUEST_TIMEOUT_MS))
                .setSessionTimeout(uint(SESSION_TIMEOUT_MS))
                .setKeepAliveInterval(uint(KEEP_ALIVE_MS))
                .setKeepAliveTimeout(uint(2 * KEEP_ALIVE_MS))
                .setKeepAliveFailuresAllowed(uint(0))
                // With one outstanding request reports cannot overtake each other, and little is in flight when we
                // crash.
                .setMaxPendingPublishRequests(uint(1))
                .build();
    }

    private static IdentityProvider user(
            final OpcUaConfig config, final ServerTrust trust, final EndpointDescription endpoint) throws ConnectFault {
        if (config.user() instanceof OpcUaUser.Named named) {
            return new UsernameProvider(
                    named.name(), named.password(), trust, policies -> EndpointChoice.userToken(endpoint, policies));
        } else if (config.user() instanceof OpcUaUser.Certified certified) {
            final UserCertificate certificate = UserCertificate.read(certified);
            return new X509IdentityProvider(certificate.chain(), certificate.key());
        }
        return new AnonymousProvider();
    }
}
