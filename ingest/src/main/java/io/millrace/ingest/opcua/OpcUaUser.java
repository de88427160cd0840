package io.millrace.ingest.opcua;

import java.nio.file.Path;

/** As whom we ask for a session (OPC 10000-4, 7.40). */
public sealed interface OpcUaUser {
    /** For people. */
    String name();

    record Anonymous() implements OpcUaUser {
        @Override
        public String name() {
            return "anonymous";
        }
    }

    /** @param password never printed */
    record Named(String name, String password) implements OpcUaUser {
        @Override
        public String toString() {
            return "Named[name=" + name + ", password=***]";
        }
    }

    /**
     * Somebody who is known by an X.509 certificate. The files are read at each connect.
     *
     * @param certificate PEM or DER; the user's own first, then its issuers
     * @param key PEM without a password, RSA
     */
    record Certified(Path certificate, Path key) implements OpcUaUser {
        @Override
        public String name() {
            return certificate.toString();
        }
    }
}
