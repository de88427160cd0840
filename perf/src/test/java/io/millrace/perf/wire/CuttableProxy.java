package io.millrace.perf.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP connections on to a port until the cable is cut: then the open ones end and new ones are turned away at once. */
final class CuttableProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean cut;

    CuttableProxy(final int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void cut() throws IOException {
        cut = true;
        closeAll();
    }

    void mend() {
        cut = false;
    }

    int turnedAway() {
        return turnedAway.get();
    }

    @Override
    public void close() throws IOException {
        cut = true;
        listening.close();
        closeAll();
    }

    private void closeAll() throws IOException {
        for (final Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                pass(listening.accept());
            } catch (final IOException e) {
                // A connection that could not be passed on, or the end of the test.
            }
        }
    }

    private void pass(final Socket near) throws IOException {
        open.add(near);
        if (cut) {
            turnedAway.incrementAndGet();
            near.close();
            return;
        }
        final Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(far);
        daemon(() -> pump(near, far));
        daemon(() -> pump(far, near));
    }

    private static void pump(final Socket from, final Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (final IOException e) {
            // The cable was cut.
        }
    }

    private static void daemon(final Runnable work) {
        final Thread thread = new Thread(work, "cuttable-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
