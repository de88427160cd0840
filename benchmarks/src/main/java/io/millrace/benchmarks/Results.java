package io.millrace.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A run of the benchmarks, as it is shown and kept in a file. */
record Results(Conditions conditions, Plan plan, List<Result> results) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    Results {
        results = List.copyOf(results);
    }

    void write(final Path file) throws IOException {
        JSON.writeValue(file.toFile(), this);
    }

    /** @throws IOException also if it is not such a file */
    static Results read(final Path file) throws IOException {
        return JSON.readValue(file.toFile(), Results.class);
    }

    String table() {
        final int width = results.stream()
                .mapToInt(result -> result.name().length())
                .max()
                .orElse(0);
        final StringBuilder table = new StringBuilder();
        table.append(row(width, "benchmark", "ns/op", "least .. most", "B/op"));
        for (final Result result : results) {
            table.append(row(
                    width,
                    result.name(),
                    number(result.medianNs()),
                    number(result.leastNs()) + " .. " + number(result.mostNs()),
                    String.format(Locale.ROOT, "%,.0f", result.medianBytes())));
        }
        return table.toString();
    }

    private static String row(
            final int width, final String name, final String median, final String spread, final String bytes) {
        return String.format(Locale.ROOT, "%-" + (width + 1) + "s %12s %26s %10s%n", name, median, spread, bytes);
    }

    private static String number(final double ns) {
        return String.format(Locale.ROOT, "%,.1f", ns);
    }
}
