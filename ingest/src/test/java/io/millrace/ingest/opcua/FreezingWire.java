package io.millrace.ingest.opcua;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP connection that can freeze: both ends stay connected and hear nothing any more. */
final class FreezingWire implements Closeable {
    private final ServerSocket door;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean frozen;

    FreezingWire(final int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run("wire-accept", this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    synchronized void freeze(final boolean on) {
        frozen = on;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        door.close();
        freeze(false);
        for (final Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            final Socket near = door.accept();
            final Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(near, far));
            run("wire-out", () -> pump(near, far));
            run("wire-back", () -> pump(far, near));
        }
    }

    private void pump(final Socket from, final Socket to) throws IOException, InterruptedException {
        final byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (this) {
                    while (frozen) {
                        wait();
                    }
                }
                out.write(buffer, 0, length);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(final String name, final Work work) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (final IOException | InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
