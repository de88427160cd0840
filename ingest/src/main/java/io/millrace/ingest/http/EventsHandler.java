package io.millrace.ingest.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.millrace.core.event.Event;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests. Each waits on its own thread until the journal holds its events, for so long as is allowed. */
final class EventsHandler implements HttpHandler {
    static final String EVENTS = "/v1/events";
    static final String DESCRIPTION = "/openapi.json";

    private static final Logger LOG = LoggerFactory.getLogger(EventsHandler.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]{1,200}");
    private static final long SOON_S = 1;
    private static final long LATER_S = 5;
    private static final long LOG_PERIOD_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int READ_ON_BYTES = 4 << 20;

    private final HttpConfig config;
    private final SourceContext context;
    private final long longestWaitNs;
    private final EventsBody bodies;
    private final @Nullable BearerToken token;
    private final byte[] description;
    private final HttpCounters counters;
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicLong complainedNs = new AtomicLong();
    private volatile boolean isClosing;

    /** @param longestWaitNs for the journal, then the answer is 503 */
    EventsHandler(
            final HttpConfig config,
            final SourceContext context,
            final long longestWaitNs,
            final byte[] description,
            final HttpCounters counters) {
        this.config = config;
        this.context = context;
        this.longestWaitNs = longestWaitNs;
        this.bodies = new EventsBody(config, context);
        this.token = config.token() == null ? null : new BearerToken(config.token());
        this.description = description;
        this.counters = counters;
    }

    /** From now on nothing is taken. */
    void close() {
        isClosing = true;
    }

    /** True while a request waits for its answer. */
    boolean isWorking() {
        return working.get() > 0;
    }

    @Override
    public void handle(final HttpExchange exchange) throws IOException {
        working.incrementAndGet();
        try (exchange) {
            answer(exchange);
        } finally {
            working.decrementAndGet();
        }
    }

    private void answer(final HttpExchange exchange) throws IOException {
        try {
            final String path = exchange.getRequestURI().getPath();
            if (EVENTS.equals(path)) {
                require(exchange, "POST");
                final int taken = take(exchange);
                counters.onAccepted(taken);
                Answers.send(exchange, 202, "application/json", Answers.accepted(taken));
            } else if (DESCRIPTION.equals(path)) {
                require(exchange, "GET");
                Answers.send(exchange, 200, "application/json", description);
            } else {
                throw new Refusal(404, "there is nothing here: POST " + EVENTS + ", or GET " + DESCRIPTION);
            }
        } catch (final Refusal refusal) {
            refuse(exchange, refusal);
        } catch (final RuntimeException unexpected) {
            complain(unexpected);
            refuse(exchange, new Refusal(500, "failed here, see the gateway's log; nothing was acknowledged"));
        }
    }

    /** At most once a minute; each is counted. */
    private void complain(final RuntimeException unexpected) {
        final long nowNs = context.clockNs().getAsLong();
        final long lastNs = complainedNs.get();
        if (nowNs - lastNs >= LOG_PERIOD_NS && complainedNs.compareAndSet(lastNs, nowNs)) {
            LOG.error("{}: a request failed", config.name(), unexpected);
        }
    }

    private void refuse(final HttpExchange exchange, final Refusal refusal) throws IOException {
        counters.onRefused(refusal.status());
        // One who still sends does not hear the answer.
        readOn(exchange.getRequestBody());
        refusal.headers().forEach(exchange.getResponseHeaders()::set);
        Answers.send(exchange, refusal.status(), "application/problem+json", Answers.problem(refusal));
    }

    private static void readOn(final InputStream body) throws IOException {
        final byte[] passing = new byte[8 * 1024];
        int left = READ_ON_BYTES;
        for (int read = body.read(passing); read >= 0 && left > 0; read = body.read(passing)) {
            left -= read;
        }
    }

    private static void require(final HttpExchange exchange, final String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new Refusal(
                    405,
                    exchange.getRequestMethod() + " is not understood here: send " + method,
                    Map.of("Allow", method),
                    List.of());
        }
    }

    /** @return how many events are durable now */
    private int take(final HttpExchange exchange) throws IOException {
        final Headers headers = exchange.getRequestHeaders();
        authorize(headers);
        final EventsBody.Form form = form(headers);
        final String key = key(headers);
        if (isClosing) {
            throw Refusal.until(503, LATER_S, "the gateway is closing: nothing was taken, send it again");
        }
        if (context.inlet().isBlocked()) {
            throw Refusal.until(429, LATER_S, "the journal's disk is full: nothing was taken, send it again later");
        }
        final EntryReader.Arrival arrival = new EntryReader.Arrival(
                text(headers, "traceparent"), context.clockNs().getAsLong());
        final List<Event> events = bodies.read(body(exchange), form, key, arrival);
        makeDurable(events);
        return events.size();
    }

    private void authorize(final Headers headers) {
        if (token != null && !token.isShownIn(headers.getFirst("Authorization"))) {
            throw new Refusal(
                    401,
                    "no valid token: send it as Authorization: Bearer TOKEN",
                    Map.of("WWW-Authenticate", "Bearer realm=\"millrace\""),
                    List.of());
        }
    }

    private static EventsBody.Form form(final Headers headers) {
        final String encoding = text(headers, "Content-Encoding").strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(415, "Content-Encoding " + encoding + " is not understood: send the body as it is");
        }
        final String type =
                text(headers, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/json" -> EventsBody.Form.JSON;
            case "application/x-ndjson" -> EventsBody.Form.NDJSON;
            default ->
                throw new Refusal(
                        415,
                        "Content-Type must be application/json (one event, or an array) or application/x-ndjson (an"
                                + " event a line)");
        };
    }

    private static String key(final Headers headers) {
        final String header = text(headers, "Idempotency-Key").strip();
        final boolean isQuoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        final String key = isQuoted ? header.substring(1, header.length() - 1) : header;
        if (headers.containsKey("Idempotency-Key") && !KEY.matcher(key).matches()) {
            throw new Refusal(
                    400, "Idempotency-Key must be 1 to 200 visible ASCII characters, as a UUID: send another");
        }
        return key;
    }

    private byte[] body(final HttpExchange exchange) throws IOException {
        final byte[] body = exchange.getRequestBody().readNBytes(config.maxBodyBytes() + 1);
        if (body.length > config.maxBodyBytes()) {
            throw new Refusal(
                    413,
                    "the body is longer than " + config.maxBodyBytes()
                            + " bytes: send smaller requests or raise max-body; nothing was taken");
        }
        return body;
    }

    private void makeDurable(final List<Event> events) {
        final CountDownLatch durable = new CountDownLatch(1);
        if (!isOffered(events, durable)) {
            throw Refusal.until(429, SOON_S, "more comes in than is journalled: nothing was taken, send it again");
        }
        if (!isReached(durable)) {
            throw Refusal.until(
                    503,
                    LATER_S,
                    "the journal did not answer in time: the events may still become durable. Send the same request"
                            + " again, which is harmless for events that have an id (their own, or by Idempotency-Key)");
        }
    }

    private boolean isOffered(final List<Event> events, final CountDownLatch durable) {
        try {
            return context.inlet().tryOffer(events, durable::countDown);
        } catch (final IllegalArgumentException tooLarge) {
            throw new Refusal(413, tooLarge.getMessage() + "; nothing was taken");
        }
    }

    private boolean isReached(final CountDownLatch durable) {
        try {
            return durable.await(longestWaitNs, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String text(final Headers headers, final String name) {
        final String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
