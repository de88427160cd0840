package io.millrace.app.broker;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback TCP ports, looked at before a broker starts: one that finds its port taken would end the JVM without a word. */
public final class Ports {
    /** The only address the embedded brokers listen on. */
    public static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /**
     * @param port the port to use, 0 for any that is free
     * @param use what listens there, for the sentence
     * @return the port, free a moment ago
     * @throws Failure if another program listens there
     */
    public static int free(final int port, final String use) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
            return socket.getLocalPort();
        } catch (final java.net.BindException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "Port " + port + " on " + LOOPBACK + ", for " + use
                            + ", is taken or not allowed: stop the program that listens there, or choose another port.",
                    e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
