package io.millrace.ingest.forward;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and Kafka. It can cut every connection and refuse new ones, and it can keep Kafka's replies on the
 * connections there are to itself.
 */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<Socket> mute = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicLong lostBytes = new AtomicLong();
    private volatile boolean isCut;

    TcpProxy(final int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept, "proxy").start();
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections it has cut so far. */
    int cuts() {
        return cuts.get();
    }

    /** Requests still pass on the connections there are, replies do not; new connections are whole. */
    void loseReplies() {
        mute.addAll(sockets);
    }

    /** Bytes of replies that it has kept to itself. */
    long lostBytes() {
        return lostBytes.get();
    }

    void cut() {
        isCut = true;
        sockets.forEach(socket -> {
            cuts.incrementAndGet();
            closeQuietly(socket);
        });
        sockets.clear();
    }

    void mend() {
        isCut = false;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                connect(server.accept());
            } catch (final IOException e) {
                // Closing.
                continue;
            }
        }
    }

    private void connect(final Socket client) {
        if (isCut) {
            closeQuietly(client);
            return;
        }
        try {
            final Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(broker);
            daemon(() -> pump(client, broker, false), "proxy-up").start();
            daemon(() -> pump(broker, client, true), "proxy-down").start();
        } catch (final IOException e) {
            // The broker is away: the client sees a connection that ends.
            closeQuietly(client);
        }
    }

    private void pump(final Socket from, final Socket to, final boolean areReplies) {
        try {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            final byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (areReplies && mute.contains(from)) {
                    lostBytes.addAndGet(n);
                } else {
                    out.write(buffer, 0, n);
                }
            }
        } catch (final IOException e) {
            // Cut.
        } finally {
            sockets.remove(from);
            mute.remove(from);
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static Thread daemon(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(final AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (final Exception e) {
            // Closed already.
        }
    }

    @Override
    public void close() {
        cut();
        closeQuietly(server);
    }
}
