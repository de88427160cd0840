package io.millrace.app.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes TCP connections on, and remembers each by the client's port: the same one is the same session. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final List<Integer> clients = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    Relay(final int target) throws IOException {
        this.target = target;
        door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Ports of all clients that ever came, in order. */
    List<Integer> clients() {
        return List.copyOf(clients);
    }

    private void accept() throws IOException {
        while (true) {
            final Socket client = door.accept();
            final Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(client, server));
            clients.add(client.getPort());
            run(() -> pass(client, server));
            run(() -> pass(server, client));
        }
    }

    private static void pass(final Socket from, final Socket to) throws IOException {
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            final OutputStream out = to.getOutputStream();
            in.transferTo(out);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(final Work work) {
        final Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (final IOException closed) {
                // One side has gone: so does the other.
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
    }
}
