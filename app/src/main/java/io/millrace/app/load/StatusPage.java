package io.millrace.app.load;

import io.millrace.app.yaml.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;

/** What a process says of itself over HTTP. Thread-safe; each question blocks for two seconds at most. */
public final class StatusPage {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final URI root;

    public StatusPage(final HostPort address) {
        root = URI.create("http://" + address);
    }

    public boolean isReady() throws InterruptedException {
        try {
            return get("/ready").statusCode() == 200;
        } catch (final IOException notThere) {
            return false;
        }
    }

    /** Journal records of a gateway that Kafka has not acknowledged; empty while it does not answer. */
    OptionalDouble backlog() throws InterruptedException {
        return sum("millrace_forward_backlog{");
    }

    /** Bytes the process has ever allocated, where its metrics have them. */
    OptionalDouble allocatedBytes() throws InterruptedException {
        return sum("jvm_gc_memory_allocated_bytes_total");
    }

    /** Heap in use, what nobody holds any more included. */
    OptionalDouble heapBytes() throws InterruptedException {
        return sum("jvm_memory_used_bytes{", "area=\"heap\"");
    }

    /** Heap that was still held behind the last collection of the old generation; empty before the first. */
    OptionalDouble liveHeapBytes() throws InterruptedException {
        final OptionalDouble live = sum("jvm_gc_live_data_size_bytes");
        return live.orElse(0) > 0 ? live : OptionalDouble.empty();
    }

    /** A quantile of one of the gateway's own hops since its start, in seconds. */
    OptionalDouble latencySeconds(final String hop, final String quantile) throws InterruptedException {
        return sum(
                "millrace_latency_seconds{",
                "lane=\"critical\"",
                "hop=\"" + hop + "\"",
                "quantile=\"" + quantile + "\"");
    }

    private OptionalDouble sum(final String start, final String... parts) throws InterruptedException {
        try {
            final double[] values = get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .filter(line -> containsAll(line, parts))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .toArray();
            return values.length == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Arrays.stream(values).sum());
        } catch (final IOException notThere) {
            return OptionalDouble.empty();
        }
    }

    private static boolean containsAll(final String line, final String... parts) {
        return Arrays.stream(parts).allMatch(line::contains);
    }

    private HttpResponse<String> get(final String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(root.resolve(path)).timeout(WITHIN).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
