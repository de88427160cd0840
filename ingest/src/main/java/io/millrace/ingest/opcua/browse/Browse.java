package io.millrace.ingest.opcua.browse;

import io.millrace.ingest.opcua.ClientIdentity;
import io.millrace.ingest.opcua.ConnectFault;
import io.millrace.ingest.opcua.Connection;
import io.millrace.ingest.opcua.OpcUaConfig;
import io.millrace.ingest.opcua.ServerTrust;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Looks through a server, connected as the source of that configuration is: same certificate, same trust, no fall-back. */
public final class Browse {
    private static final int REFERENCES_PER_ANSWER = 1_000;

    private Browse() {}

    /** Hears how far a walk is; called by the thread that walks, after each answer. */
    public interface Progress {
        void at(int nodes, int variables);
    }

    /**
     * Blocks until all is seen, or there is a reason to end. What was found until then is in the result.
     *
     * @param stop asked between calls, of which each takes 5 s at most; true ends the walk
     * @throws ConnectFault if there is no session to be had; says what to do
     * @throws IOException if the folder of certificates cannot be used; says what to do
     * @throws IllegalArgumentException if the server has no such root
     */
    public static Survey run(
            final OpcUaConfig config, final Limits limits, final Progress progress, final BooleanSupplier stop)
            throws ConnectFault, IOException, InterruptedException {
        return run(config, limits, progress, stop, REFERENCES_PER_ANSWER);
    }

    static Survey run(
            final OpcUaConfig config,
            final Limits limits,
            final Progress progress,
            final BooleanSupplier stop,
            final int referencesPerAnswer)
            throws ConnectFault, IOException, InterruptedException {
        final ClientIdentity identity = ClientIdentity.loadOrCreate(config.pki(), config.applicationUri());
        try (ServerTrust trust = new ServerTrust(config.pki());
                Connection connection = Connection.open(config, trust, identity)) {
            return new Walk(new Server(connection.client(), referencesPerAnswer), limits, progress, stop).run();
        } catch (final UaException unanswered) {
            throw new ConnectFault(
                    config.endpointUrl() + " does not say what it has ("
                            + Reading.failed(unanswered.getStatusCode()).value()
                            + "): may the user browse and read at the server?",
                    unanswered);
        }
    }
}
