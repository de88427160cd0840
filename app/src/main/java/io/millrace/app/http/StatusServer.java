package io.millrace.app.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.app.yaml.HostPort;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code GET /metrics} (Prometheus text), {@code GET /ready} (200 or 503). Read-only, no parameters; one thread, so a slow reader
 * harms nobody but other readers. What the JVM says of its memory is among the metrics.
 */
public final class StatusServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService thread;
    private final JvmGcMetrics collections;

    private StatusServer(final HttpServer server, final ExecutorService thread, final JvmGcMetrics collections) {
        this.server = server;
        this.thread = thread;
        this.collections = collections;
    }

    /** @throws Failure if another program listens on the address */
    public static StatusServer start(
            final HostPort address, final PrometheusMeterRegistry metrics, final BooleanSupplier isReady)
            throws IOException {
        final HttpServer server = bind(address);
        final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            final Thread one = new Thread(work, "http");
            one.setDaemon(true);
            return one;
        });
        server.setExecutor(thread);
        server.createContext("/metrics", exchange -> answer(exchange, 200, metrics::scrape));
        server.createContext("/ready", exchange -> {
            final boolean ready = isReady.getAsBoolean();
            answer(exchange, ready ? 200 : 503, () -> ready ? "ready\n" : "not ready\n");
        });
        new JvmMemoryMetrics().bindTo(metrics);
        final JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(metrics);
        server.start();
        return new StatusServer(server, thread, collections);
    }

    private static HttpServer bind(final HostPort address) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(address.host(), address.port()), 16);
        } catch (final BindException busy) {
            throw new Failure(
                    ExitCode.CANNOT_START,
                    "metrics cannot be served on " + address
                            + ", another program listens there: stop it, or choose another http address",
                    busy);
        }
    }

    private static void answer(final HttpExchange exchange, final int status, final Supplier<String> text)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            final byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
        collections.close();
    }
}
