package io.millrace.ingest.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire between client and broker that can be cut: all connections break at once, and new ones end before they begin. */
final class Wire implements AutoCloseable {
    private final ServerSocket server;
    private final int brokerPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isCut;
    private volatile byte lastFromClient;

    Wire(final int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void cut() {
        isCut = true;
        breakAll();
    }

    /** Breaks what is connected; new connections are let through. */
    void breakAll() {
        sockets.forEach(Wire::closeQuietly);
        sockets.clear();
    }

    /** True if what the client said last, on whichever connection, begins with an acknowledgement (PUBACK). */
    boolean hasPassedAcknowledgement() {
        return lastFromClient == 0x40;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                final Socket client = server.accept();
                sockets.add(client);
                if (isCut) {
                    closeQuietly(client);
                } else {
                    final Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                    sockets.add(broker);
                    daemon(() -> pump(client, broker, true));
                    daemon(() -> pump(broker, client, false));
                }
            } catch (final IOException closed) {
                // The server's end, or a broker that is away: the loop's condition tells.
            }
        }
    }

    private void pump(final Socket from, final Socket to, final boolean isFromClient) {
        final byte[] buffer = new byte[8192];
        try {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                if (isFromClient && read > 0) {
                    lastFromClient = buffer[0];
                }
            }
        } catch (final IOException broken) {
            // As cut.
        }
        closeQuietly(from);
        closeQuietly(to);
    }

    private static void closeQuietly(final Socket socket) {
        try {
            socket.close();
        } catch (final IOException alreadyBroken) {
            // Nothing is left to close.
        }
    }

    private static void daemon(final Runnable task) {
        final Thread thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
