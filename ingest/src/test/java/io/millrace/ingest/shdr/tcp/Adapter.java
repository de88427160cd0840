package io.millrace.ingest.shdr.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A machine's adapter on a real port: greets with what it knows, answers pings, and can be stalled or killed. */
final class Adapter implements AutoCloseable {
    private final ServerSocket server;
    private final String pong;
    private final List<String> greeting = new CopyOnWriteArrayList<>();
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile boolean stalled;

    /**
     * @param port 0 for any
     * @param pong answer to a ping; empty for an adapter that knows no heartbeat
     */
    Adapter(final int port, final String pong, final String... greeting) throws IOException {
        this.pong = pong;
        this.greeting.addAll(List.of(greeting));
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Connections that were made with it. */
    int connections() {
        return connections.get();
    }

    int pings() {
        return pings.get();
    }

    void greetWith(final String... lines) {
        greeting.clear();
        greeting.addAll(List.of(lines));
    }

    /** Keeps its connections and says nothing any more, not even to who connects anew. */
    void stall(final boolean isStalled) {
        stalled = isStalled;
    }

    void say(final String... lines) {
        clients.forEach(client -> write(client, lines));
    }

    /** As a process that is killed: no word of farewell. */
    void kill() throws IOException {
        server.close();
        for (final Socket client : clients) {
            try (client) {
                client.setSoLinger(true, 0);
            } catch (final SocketException alreadyGone) {
                clients.remove(client);
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    private void accept() {
        try {
            while (true) {
                final Socket client = server.accept();
                connections.incrementAndGet();
                clients.add(client);
                if (!stalled) {
                    greeting.forEach(line -> write(client, line));
                }
                daemon(() -> answer(client));
            }
        } catch (final IOException killed) {
            // The end.
        }
    }

    private void answer(final Socket client) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("* PING")) {
                    pings.incrementAndGet();
                    if (!stalled && !pong.isEmpty()) {
                        write(client, pong);
                    }
                }
            }
        } catch (final IOException gone) {
            clients.remove(client);
        }
    }

    private static void write(final Socket client, final String... lines) {
        try {
            client.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (final IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void daemon(final Runnable work) {
        final Thread thread = new Thread(work, "adapter");
        thread.setDaemon(true);
        thread.start();
    }
}
