package io.millrace.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.RingKit;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A source that listens on a free port, with a ring and a journal behind it, and a client before it. */
final class Door implements AutoCloseable {
    static final String MACHINE = "acme/berlin/pack/line3/pack1";
    static final long NOW_NS = JournalKit.START_NS;
    static final int SLOTS = 16;

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final GatedJournal journal;
    private final RingKit kit;
    private final HttpSource source;
    private final HttpClient client;
    private final String scheme;
    private boolean isRunning;

    Door(final Path folder, final HttpConfig config, final Duration longestWait, final HttpClient client) {
        this(folder, config, longestWait, client, ring -> ring);
    }

    /** @param between what the source sees of the ring */
    Door(
            final Path folder,
            final HttpConfig config,
            final Duration longestWait,
            final HttpClient client,
            final UnaryOperator<Inlet> between) {
        this.journal = new GatedJournal(JournalKit.open(folder));
        this.kit = new RingKit(journal, SLOTS);
        this.client = client;
        this.scheme = config.identity() == null ? "http" : "https";
        final SourceContext context =
                new SourceContext("gw", config.name(), () -> NOW_NS, between.apply(kit.ring()), Set.of(MACHINE), 0);
        this.source = new HttpSource(config, context, longestWait);
        source.start();
    }

    static Door open(final Path folder) {
        return open(folder, null, BOUND).journalling();
    }

    static Door open(final Path folder, final @Nullable String token, final Duration longestWait) {
        return new Door(
                folder,
                new HttpConfig("web", "127.0.0.1", 0, token, null, null, 10_000, 8),
                longestWait,
                HttpClient.newHttpClient());
    }

    /** One whose source sees this in the ring's place. */
    static Door open(final Path folder, final UnaryOperator<Inlet> between) {
        final HttpConfig config = new HttpConfig("web", "127.0.0.1", 0, null, null, null, 10_000, 8);
        return new Door(folder, config, BOUND, HttpClient.newHttpClient(), between).journalling();
    }

    /** Starts the journalling thread. */
    Door journalling() {
        kit.ring().start();
        isRunning = true;
        return this;
    }

    GatedJournal journal() {
        return journal;
    }

    EventRing ring() {
        return kit.ring();
    }

    HttpSource source() {
        return source;
    }

    /** A request to be finished; its body is JSON unless it says otherwise. */
    HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + source.port() + path))
                .timeout(BOUND);
    }

    HttpRequest.Builder post(final String body) {
        return request("/v1/events")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder postLines(final String body) {
        return request("/v1/events")
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    CompletableFuture<HttpResponse<String>> send(final HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> answer(final HttpRequest.Builder request) {
        return answered(send(request));
    }

    static HttpResponse<String> answered(final CompletableFuture<HttpResponse<String>> sent) {
        try {
            return sent.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** All events in the journal, in its order. */
    List<Event> journalled() {
        return JournalKit.readAll(journal).stream()
                .flatMap(entry -> entry.events().stream())
                .toList();
    }

    List<String> ids() {
        return journalled().stream().map(event -> event.head().sourceEventId()).toList();
    }

    @Override
    public void close() {
        journal.open();
        journal.full(false);
        source.close();
        if (!isRunning) {
            kit.ring().start();
        }
        kit.ring().close();
        journal.close();
        assertThat(kit.fatal()).isEmpty();
    }
}
