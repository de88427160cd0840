package io.millrace.ingest.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/** Asks a server for its endpoints and takes the one with exactly the configured policy and mode, or none at all. */
final class EndpointChoice {
    static final long TIMEOUT_MS = 5_000;

    private EndpointChoice() {}

    /** Blocks up to twice {@link #TIMEOUT_MS}: servers without an unsecured endpoint tell theirs at {@code .../discovery}. */
    static EndpointDescription choose(final OpcUaConfig config) throws ConnectFault, InterruptedException {
        return choose(config, discover(config.endpointUrl()));
    }

    static EndpointDescription choose(final OpcUaConfig config, final List<EndpointDescription> offered)
            throws ConnectFault {
        final EndpointDescription endpoint = offered.stream()
                .filter(candidate -> fits(config, candidate))
                .findFirst()
                .orElseThrow(() -> new ConnectFault(wanted(config) + " is not offered by " + config.endpointUrl()
                        + ", which has " + offers(offered) + ": enable it there, or change security and policy here;"
                        + " nothing less is used by itself"));
        if (config.user() instanceof OpcUaUser.Named) {
            checkNamed(config, endpoint);
        } else if (config.user() instanceof OpcUaUser.Certified) {
            checkCertified(config, endpoint);
        }
        // A server behind a gateway or with several networks names itself as it knows itself, not as we reach it.
        return EndpointUtil.updateUrl(
                endpoint, EndpointUtil.getHost(config.endpointUrl()), EndpointUtil.getPort(config.endpointUrl()));
    }

    /** @return the first that protects the password, else the first */
    static UserTokenPolicy userToken(final EndpointDescription endpoint, final List<UserTokenPolicy> policies) {
        return policies.stream()
                .filter(policy -> isProtected(endpoint, policy))
                .findFirst()
                .orElse(policies.get(0));
    }

    private static void checkNamed(final OpcUaConfig config, final EndpointDescription endpoint) throws ConnectFault {
        final List<UserTokenPolicy> byName = tokens(endpoint, UserTokenType.UserName);
        if (byName.isEmpty()) {
            throw new ConnectFault(config.endpointUrl() + " takes no user names at " + wanted(config)
                    + ": enable them there, or configure no user");
        }
        if (config.security() != OpcUaConfig.Security.SIGN_AND_ENCRYPT
                && !isProtected(endpoint, userToken(endpoint, byName))) {
            throw new ConnectFault(config.endpointUrl() + " would take the password unencrypted: use SIGN_AND_ENCRYPT");
        }
    }

    /** Without a policy nothing would be signed: whoever has seen the certificate could show it. */
    private static void checkCertified(final OpcUaConfig config, final EndpointDescription endpoint)
            throws ConnectFault {
        final List<UserTokenPolicy> byCertificate = tokens(endpoint, UserTokenType.Certificate);
        if (byCertificate.isEmpty()) {
            throw new ConnectFault(config.endpointUrl() + " takes no user certificates at " + wanted(config)
                    + ": enable them there, or configure a user name");
        }
        if (!isProtected(endpoint, byCertificate.get(0))) {
            throw new ConnectFault(config.endpointUrl()
                    + " would take the user's certificate without proof of the key: use SIGN or SIGN_AND_ENCRYPT");
        }
    }

    private static List<UserTokenPolicy> tokens(final EndpointDescription endpoint, final UserTokenType type) {
        final UserTokenPolicy[] tokens =
                Objects.requireNonNullElse(endpoint.getUserIdentityTokens(), new UserTokenPolicy[0]);
        return Arrays.stream(tokens)
                .filter(token -> token.getTokenType() == type)
                .toList();
    }

    private static boolean isProtected(final EndpointDescription endpoint, final UserTokenPolicy token) {
        final String own = token.getSecurityPolicyUri();
        final String uri = own == null || own.isEmpty() ? endpoint.getSecurityPolicyUri() : own;
        return !SecurityPolicy.None.getUri().equals(uri);
    }

    private static boolean fits(final OpcUaConfig config, final EndpointDescription candidate) {
        return Stack.TCP_UASC_UABINARY_TRANSPORT_URI.equals(candidate.getTransportProfileUri())
                && candidate.getSecurityMode() == config.security().mode()
                && policy(config).getUri().equals(candidate.getSecurityPolicyUri());
    }

    private static SecurityPolicy policy(final OpcUaConfig config) {
        return config.security() == OpcUaConfig.Security.NONE
                ? SecurityPolicy.None
                : config.policy().standard();
    }

    private static String wanted(final OpcUaConfig config) {
        return words(policy(config).name(), config.security().mode());
    }

    private static String offers(final List<EndpointDescription> offered) {
        return offered.isEmpty()
                ? "none"
                : offered.stream()
                        .map(endpoint -> words(
                                String.valueOf(endpoint.getSecurityPolicyUri()).replaceAll(".*#", ""),
                                endpoint.getSecurityMode()))
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static String words(final String policy, final MessageSecurityMode mode) {
        return mode == MessageSecurityMode.None ? "None" : policy + " " + mode;
    }

    private static List<EndpointDescription> discover(final String url) throws ConnectFault, InterruptedException {
        final List<String> urls = new ArrayList<>(List.of(url));
        if (!url.endsWith("/discovery")) {
            urls.add(url + (url.endsWith("/") ? "discovery" : "/discovery"));
        }
        @Nullable Throwable first = null;
        for (final String candidate : urls) {
            try {
                return DiscoveryClient.getEndpoints(candidate, transport -> transport
                                .setConnectTimeout(uint(TIMEOUT_MS))
                                .setAcknowledgeTimeout(uint(TIMEOUT_MS)))
                        .get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (final ExecutionException | TimeoutException failed) {
                first = first == null ? failed : first;
            }
        }
        throw FaultText.of(url, "does not tell its endpoints", Objects.requireNonNull(first));
    }
}
