package io.millrace.ingest.opcua;

/** Why there is no connection, in a sentence that names what can be done about it. */
public final class ConnectFault extends Exception {
    private static final long serialVersionUID = 1L;

    ConnectFault(final String message) {
        super(message);
    }

    public ConnectFault(final String message, final Throwable cause) {
        super(message, cause);
    }
}
