package io.millrace.app.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** Results in a folder: {@code result.txt}, {@code result.json}, and histograms in HdrHistogram's own formats with a picture. */
public final class ResultFiles {
    private static final double NS_PER_MS = 1e6;

    private final Path folder;

    public ResultFiles(final Path folder) {
        this.folder = folder;
    }

    /** @param report a record, written as it is */
    public void report(final String text, final Object report) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("result.txt"), text);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(folder.resolve("result.json").toFile(), report);
    }

    /**
     * For each hop its percentiles in milliseconds ({@code HOP.hgrm}); all of them whole in {@code latency.hlog}, one line each with
     * the hop as tag, in nanoseconds; {@code latency.svg}.
     */
    public void histograms(final String title, final Instant startedAt, final Map<String, Histogram> byHop)
            throws IOException {
        Files.createDirectories(folder);
        try (PrintStream out = stream("latency.hlog")) {
            final HistogramLogWriter log = new HistogramLogWriter(out);
            log.outputComment(title);
            log.outputLogFormatVersion();
            log.outputStartTime(startedAt.toEpochMilli());
            log.outputLegend();
            for (final Histogram histogram : byHop.values()) {
                if (histogram.getTotalCount() > 0) {
                    histogram.setStartTimeStamp(startedAt.toEpochMilli());
                    histogram.setEndTimeStamp(startedAt.toEpochMilli());
                    log.outputIntervalHistogram(histogram);
                }
            }
        }
        for (final Map.Entry<String, Histogram> one : byHop.entrySet()) {
            try (PrintStream out = stream(one.getKey() + ".hgrm")) {
                one.getValue().outputPercentileDistribution(out, NS_PER_MS);
            }
        }
        Files.writeString(folder.resolve("latency.svg"), PercentilePlot.svg(title, byHop));
    }

    private PrintStream stream(final String name) throws IOException {
        return new PrintStream(Files.newOutputStream(folder.resolve(name)), false, StandardCharsets.UTF_8);
    }
}
