package io.millrace.ingest.shdr.tcp;

import io.millrace.ingest.signal.MachineSignals;
import java.util.List;

/**
 * One adapter.
 *
 * @param machines signals' addresses are keys, with their {@code device:} prefix if the adapter sends one
 * @param silenceMs how long an adapter without heartbeat may say nothing, from 1
 * @param reconnectMs the longest wait before it is tried again, from 1; the first are shorter
 * @param lineBytes length of a line; a longer one becomes a dead letter
 */
public record ShdrTcpConfig(
        String name,
        String host,
        int port,
        List<MachineSignals> machines,
        Times times,
        long silenceMs,
        long reconnectMs,
        int lineBytes) {
    public static final int DEFAULT_PORT = 7878;
    public static final long DEFAULT_SILENCE_MS = 600_000;
    public static final long DEFAULT_RECONNECT_MS = 10_000;
    public static final int DEFAULT_LINE_BYTES = 64 * 1024;

    /** What an adapter's time stamps are. A missing one is the time of arrival. */
    public enum Times {
        /** ISO-8601; without a zone it is UTC. */
        SOURCE,
        /** Milliseconds since anything: the first on a connection is its arrival, the others lie behind it. */
        RELATIVE,
        /** Wrong: the time of arrival is taken. */
        GATEWAY
    }

    public ShdrTcpConfig {
        machines = List.copyOf(machines);
        if (silenceMs < 1 || reconnectMs < 1 || lineBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: silenceMs " + silenceMs + ", reconnectMs "
                    + reconnectMs + ", lineBytes " + lineBytes);
        }
    }
}
