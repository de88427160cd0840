package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ResultFilesTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteHistogramsThatOtherToolsReadAndAPicture() throws Exception {
        new ResultFiles(folder).histograms("5,000 <events>/s", Instant.EPOCH, histograms());

        try (HistogramLogReader log =
                new HistogramLogReader(folder.resolve("latency.hlog").toFile())) {
            final Histogram kafka = (Histogram) log.nextIntervalHistogram();
            assertThat(kafka.getTag()).isEqualTo("kafka");
            assertThat(kafka.getTotalCount()).isEqualTo(1_000);
        }
        assertThat(Files.readString(folder.resolve("kafka.hgrm"))).contains("[Max     =     1000");
        final Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("latency.svg").toFile());
        assertThat(svg.getElementsByTagName("polyline").getLength())
                .as("none of an empty hop")
                .isEqualTo(1);
        final String[] points = ((Element) svg.getElementsByTagName("polyline").item(0))
                .getAttribute("points")
                .split(" ");
        assertThat(y(points[0])).as("lower is quicker").isGreaterThan(y(points[points.length - 1]));
    }

    private static double y(final String point) {
        return Double.parseDouble(point.substring(point.indexOf(',') + 1));
    }

    private static Map<String, Histogram> histograms() {
        final Histogram full = new Histogram(3_600_000_000_000L, 3);
        full.setTag("kafka");
        for (int ms = 1; ms <= 1_000; ms++) {
            full.recordValue(TimeUnit.MILLISECONDS.toNanos(ms));
        }
        final Map<String, Histogram> byHop = new LinkedHashMap<>();
        byHop.put("kafka", full);
        byHop.put("confirmed", new Histogram(3_600_000_000_000L, 3));
        return byHop;
    }
}
