package io.millrace.ingest.opcua;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Failures of the stack in words that say what to do. */
final class FaultText {
    private FaultText() {}

    static ConnectFault of(final String url, final String what, final Throwable failure) {
        return new ConnectFault(
                url + " " + what + " (" + reason(failure) + "): is the server up, and the address right?", failure);
    }

    /** Why a session was not given. */
    static ConnectFault session(final OpcUaConfig config, final Path ownCertificate, final Throwable failure) {
        final long code =
                UaException.extractStatusCode(failure).map(StatusCode::value).orElse(0L);
        final String url = config.endpointUrl();
        if (code == StatusCodes.Bad_IdentityTokenRejected
                || code == StatusCodes.Bad_IdentityTokenInvalid
                || code == StatusCodes.Bad_UserAccessDenied) {
            return new ConnectFault(url + refusal(config.user(), reason(failure)), failure);
        }
        if (config.security() != OpcUaConfig.Security.NONE
                && (code == StatusCodes.Bad_SecurityChecksFailed
                        || code == StatusCodes.Bad_CertificateUntrusted
                        || code == StatusCodes.Bad_CertificateInvalid
                        || code == StatusCodes.Bad_CertificateUriInvalid
                        || code == StatusCodes.Bad_ConnectionClosed)) {
            return new ConnectFault(
                    url + " does not accept our certificate (" + reason(failure) + "): put " + ownCertificate
                            + " into the server's trusted certificates",
                    failure);
        }
        return of(url, "gives no session", failure);
    }

    private static String refusal(final OpcUaUser user, final String reason) {
        if (user instanceof OpcUaUser.Named named) {
            return " refuses user '" + named.name() + "' (" + reason + "): check user name and password";
        } else if (user instanceof OpcUaUser.Certified certified) {
            return " refuses the user's certificate " + certified.certificate() + " (" + reason
                    + "): put it into the server's trusted user certificates";
        }
        return " takes no anonymous clients (" + reason + "): configure a user name or a user's certificate";
    }

    /** What to do about a node that cannot be listened to. */
    static String node(final StatusCode status) {
        final long code = status.value();
        if (code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid) {
            return "the server has no such node: correct the address";
        }
        if (code == StatusCodes.Bad_UserAccessDenied || code == StatusCodes.Bad_NotReadable) {
            return "the user may not read it: grant it at the server";
        }
        return "the server will not report it: see its documentation, or map another node";
    }

    static String name(final StatusCode status) {
        return StatusCodes.lookup(status.value()).map(known -> known[0]).orElseGet(status::toString);
    }

    private static String reason(final Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        final Throwable root = failure.getCause() == null ? failure : failure.getCause();
        return UaException.extractStatusCode(failure)
                .map(FaultText::name)
                .orElseGet(() -> String.valueOf(root.getMessage()));
    }
}
