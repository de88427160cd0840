package io.millrace.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a process tells over HTTP, read from outside like anybody's monitoring would. Any thread. */
final class GatewayMetrics {
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(WITHIN).build();
    private final URI root;

    GatewayMetrics(final int port) {
        root = URI.create("http://127.0.0.1:" + port);
    }

    boolean isReady() throws InterruptedException {
        try {
            return get("/ready").statusCode() == 200;
        } catch (final IOException notThere) {
            return false;
        }
    }

    /** Every sample by its name and labels as Prometheus writes them; empty while the process is away. */
    private Map<String, Double> read() throws InterruptedException {
        final Map<String, Double> samples = new HashMap<>();
        try {
            for (final String line : get("/metrics").body().split("\n")) {
                final int space = line.lastIndexOf(' ');
                if (!line.startsWith("#") && space > 0) {
                    samples.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
                }
            }
        } catch (final IOException notThere) {
            samples.clear();
        }
        return samples;
    }

    /** @return messages journalled and not yet acknowledged by Kafka; null while the gateway is away */
    @Nullable
    Double backlog() throws InterruptedException {
        return read().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("millrace_forward_backlog"))
                .map(Map.Entry::getValue)
                .reduce(Double::sum)
                .orElse(null);
    }

    private HttpResponse<String> get(final String path) throws IOException, InterruptedException {
        final HttpRequest request =
                HttpRequest.newBuilder(root.resolve(path)).timeout(WITHIN).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
