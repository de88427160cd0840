package io.millrace.app.perf;

import io.millrace.app.broker.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** What the topology's process says of itself at {@code /metrics}, counted since its start; read once. Immutable. */
record Metrics(String text) {
    private static final String CONSUMED = "kafka_consumer_fetch_manager_";
    private static final String RESTORING = "restore-consumer";

    static Metrics read(final int port) throws IOException, InterruptedException {
        final HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + Ports.LOOPBACK + ":" + port + "/metrics"))
                .build();
        return new Metrics(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Records read from changelogs. */
    long restoredRecords() {
        return sum(whole(CONSUMED + "records_consumed_total{").filter(line -> line.contains(RESTORING)));
    }

    /** Bytes read from changelogs, as records have them uncompressed. */
    long restoredBytes() {
        return sum(whole(CONSUMED + "bytes_consumed_total{").filter(line -> line.contains(RESTORING)));
    }

    /** Bytes written to Kafka: outputs, changelogs and what the protocol adds. */
    long writtenBytes() {
        return sum(whole("kafka_producer_outgoing_byte_total{"));
    }

    /** The lines of a counter that are not a part of another: by topic or by node. */
    private Stream<String> whole(final String counter) {
        return text.lines()
                .filter(line -> line.startsWith(counter))
                .filter(line -> !line.contains("topic=") && !line.contains("node_id="));
    }

    private static long sum(final Stream<String> lines) {
        return lines.mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
