package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;

class EndpointChoiceTest {
    private static final OpcUaConfig CONFIG =
            OpcUaConfig.of("opc", "opc.tcp://gate:4841/plant", Path.of("pki"), List.of());

    @Test
    void shouldTakeExactlyPolicyAndModeAndReachItWhereWeReachTheServer() throws Exception {
        final EndpointDescription chosen = EndpointChoice.choose(
                CONFIG,
                List.of(
                        endpoint(SecurityPolicy.None, MessageSecurityMode.None, SecurityPolicy.None),
                        endpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, SecurityPolicy.None),
                        endpoint(
                                SecurityPolicy.Aes256_Sha256_RsaPss,
                                MessageSecurityMode.SignAndEncrypt,
                                SecurityPolicy.None),
                        endpoint(
                                SecurityPolicy.Basic256Sha256,
                                MessageSecurityMode.SignAndEncrypt,
                                SecurityPolicy.None)));

        assertThat(chosen.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Basic256Sha256.getUri());
        assertThat(chosen.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
        assertThat(chosen.getEndpointUrl()).isEqualTo("opc.tcp://gate:4841/plant");
    }

    @Test
    void shouldRefuseRatherThanTakeLess() {
        assertThatThrownBy(() -> EndpointChoice.choose(
                        CONFIG,
                        List.of(endpoint(
                                SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, SecurityPolicy.None))))
                .isInstanceOf(ConnectFault.class)
                .hasMessageContainingAll("Basic256Sha256 SignAndEncrypt is not offered", "Basic256Sha256 Sign:");
    }

    @Test
    void shouldNotSendAPasswordThatOthersCanRead() {
        final OpcUaConfig signed = CONFIG.withUser(new OpcUaUser.Named("u", "p"))
                .withSecurity(OpcUaConfig.Security.SIGN, OpcUaConfig.Policy.BASIC256_SHA256);

        assertThatThrownBy(() -> EndpointChoice.choose(
                        signed,
                        List.of(endpoint(
                                SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, SecurityPolicy.None))))
                .hasMessageContainingAll("password unencrypted", "SIGN_AND_ENCRYPT");
    }

    @Test
    void shouldPreferTheTokenThatProtectsThePassword() {
        final EndpointDescription endpoint =
                endpoint(SecurityPolicy.None, MessageSecurityMode.None, SecurityPolicy.None);
        final UserTokenPolicy plain = token(SecurityPolicy.None);
        final UserTokenPolicy sealed = token(SecurityPolicy.Basic256Sha256);

        assertThat(EndpointChoice.userToken(endpoint, List.of(plain, sealed))).isSameAs(sealed);
    }

    private static EndpointDescription endpoint(
            final SecurityPolicy policy, final MessageSecurityMode mode, final SecurityPolicy tokenPolicy) {
        return new EndpointDescription(
                "opc.tcp://inside:4840/plant",
                null,
                null,
                mode,
                policy.getUri(),
                new UserTokenPolicy[] {token(tokenPolicy)},
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0));
    }

    private static UserTokenPolicy token(final SecurityPolicy policy) {
        return new UserTokenPolicy(policy.name(), UserTokenType.UserName, null, null, policy.getUri());
    }
}
