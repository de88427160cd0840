package io.millrace.ingest.http;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.tls.TlsIdentity;
import io.millrace.ingest.tls.TrustedIssuers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events by HTTP and answers 202 only when the journal holds them: nothing acknowledged is lost, and what is sent again
 * carries the same ids. It takes its address when it is made, and answers from its start on. A few threads work, each on one request
 * at a time; further connections wait in a queue that has an end.
 */
public final class HttpSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSource.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int THREADS = 32;
    private static final int MAX_CONNECTIONS = 256;
    private static final int REQUEST_SECONDS = 30;
    private static final int BACKLOG = 64;
    private static final int DRAIN_STEPS = 200;
    private static final long DRAIN_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final HttpConfig config;
    private final HttpCounters counters = new HttpCounters();
    private final EventsHandler handler;
    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private volatile boolean ready;

    /** @throws UncheckedIOException if the address or the certificate cannot be used; names the remedy */
    public HttpSource(final HttpConfig config, final SourceContext context) {
        this(config, context, LONGEST_WAIT);
    }

    HttpSource(final HttpConfig config, final SourceContext context, final Duration longestWait) {
        this.config = config;
        this.handler = new EventsHandler(config, context, longestWait.toNanos(), description(), counters);
        this.server = bound(config);
        this.workers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(MAX_CONNECTIONS), task -> {
                    final Thread thread = new Thread(task, "http-" + config.name());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        server.setExecutor(workers);
        server.createContext("/", handler);
    }

    /** The JDK's server reads these once in a process; what the operator has set himself stays. */
    private static void limitServers() {
        limit("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
        // Whoever sends a byte now and then must not hold a thread for ever.
        limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
    }

    private static void limit(final String property, final int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    private static HttpServer bound(final HttpConfig config) {
        limitServers();
        final InetSocketAddress address = new InetSocketAddress(config.host(), config.port());
        try {
            if (config.identity() == null) {
                return HttpServer.create(address, BACKLOG);
            }
            final HttpsConfigurator tls = configurator(config.identity(), config.clients());
            final HttpsServer server = HttpsServer.create(address, BACKLOG);
            server.setHttpsConfigurator(tls);
            return server;
        } catch (final BindException taken) {
            final BindException named = new BindException("HTTP source '" + config.name() + "' cannot listen on "
                    + config.host() + ":" + config.port() + " (" + taken.getMessage() + ")");
            named.initCause(taken);
            throw new UncheckedIOException(named);
        } catch (final IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static HttpsConfigurator configurator(final TlsIdentity identity, final @Nullable TrustedIssuers clients)
            throws IOException {
        return new HttpsConfigurator(context(identity, clients)) {
            @Override
            public void configure(final HttpsParameters parameters) {
                final SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(clients != null);
                parameters.setSSLParameters(wanted);
            }
        };
    }

    private static SSLContext context(final TlsIdentity identity, final @Nullable TrustedIssuers clients)
            throws IOException {
        try {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity.keys().getKeyManagers(),
                    clients == null ? null : clients.trust().getTrustManagers(),
                    null);
            return context;
        } catch (final GeneralSecurityException noTls) {
            throw new IOException("this Java has no TLS (" + noTls.getMessage() + "): take an ordinary JDK", noTls);
        }
    }

    private static byte[] description() {
        try (InputStream in = HttpSource.class.getResourceAsStream("openapi.json")) {
            return Objects.requireNonNull(in, "openapi.json is missing in the program")
                    .readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("openapi.json cannot be read from the program", e);
        }
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void start() {
        server.start();
        ready = true;
        LOG.info(
                "{}: listening on {}://{}:{}{}",
                config.name(),
                config.identity() == null ? "http" : "https",
                config.host(),
                port(),
                EventsHandler.EVENTS);
    }

    /** True while it listens. */
    @Override
    public boolean isReady() {
        return ready;
    }

    /** The one it listens on, also if any was asked for. */
    public int port() {
        return server.getAddress().getPort();
    }

    public HttpCounters counters() {
        return counters;
    }

    @Override
    public void bindTo(final MeterRegistry registry, final Tags tags) {
        counters.bindTo(registry, tags);
    }

    /** Requests that wait for the journal are answered as far as possible. */
    @Override
    public void close() {
        ready = false;
        handler.close();
        for (int step = 0; step < DRAIN_STEPS && handler.isWorking(); step++) {
            LockSupport.parkNanos(DRAIN_STEP_NS);
        }
        server.stop(0);
        workers.shutdownNow();
    }
}
