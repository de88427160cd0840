package io.millrace.ingest.forward;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What somebody can do about a failure of Kafka, in words. */
final class Remedy {
    private Remedy() {}

    /** @return the failure's own message, and behind it the remedy where there is one */
    static String explain(final Throwable failure) {
        final String remedy = of(failure);
        final String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return remedy.isEmpty() ? message : message + "; " + remedy;
    }

    private static String of(final Throwable failure) {
        if (failure instanceof SslAuthenticationException) {
            return "compare kafka.tls with the broker's certificate";
        } else if (failure instanceof AuthenticationException) {
            return "check user and password in kafka.sasl, or the certificate in kafka.tls";
        } else if (failure instanceof AuthorizationException) {
            return "grant the gateway's user what docs/security.md lists";
        } else if (failure instanceof InvalidTimestampException) {
            return "set the gateway's clock, or message.timestamp.type=LogAppendTime on the topic";
        } else if (failure instanceof InvalidReplicationFactorException) {
            return "lower kafka.replication, or start the missing brokers";
        } else if (failure instanceof TimeoutException) {
            return "see whether the brokers run, can be reached, and have their replicas";
        }
        return "";
    }
}
