package io.millrace.app.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latency by percentile as a picture: both axes logarithmic, so that the rare and the slow have as much room as the usual. */
public final class PercentilePlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LEFT = 70;
    private static final int RIGHT = 230;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int POINTS = 200;
    private static final int LINE_HEIGHT = 20;
    private static final double NS_PER_MS = 1e6;
    private static final double LEAST_MS = 0.1;
    private static final List<String> COLOURS =
            List.of("#7f7f7f", "#1f77b4", "#2ca02c", "#17becf", "#ff7f0e", "#d62728", "#9467bd", "#8c564b");

    private final String title;
    private final Map<String, Histogram> histograms;
    private final int nines;
    private final int decades;

    /** @param histograms in nanoseconds, by the name to write beside each; empty ones are left out */
    private PercentilePlot(final String title, final Map<String, Histogram> histograms) {
        this.title = title;
        this.histograms = histograms;
        final long most = histograms.values().stream()
                .mapToLong(Histogram::getTotalCount)
                .max()
                .orElse(0);
        nines = (int) Math.max(1, Math.ceil(Math.log10(Math.max(1, most))));
        final double slowestMs = histograms.values().stream()
                        .mapToLong(Histogram::getMaxValue)
                        .max()
                        .orElse(0)
                / NS_PER_MS;
        decades = (int) Math.max(1, Math.ceil(Math.log10(Math.max(1, slowestMs) / LEAST_MS)));
    }

    /**
     * Draws it.
     *
     * @param histograms in nanoseconds, by the name to write beside each
     * @return an SVG document
     */
    public static String svg(final String title, final Map<String, Histogram> histograms) {
        return new PercentilePlot(title, histograms).draw();
    }

    private String draw() {
        final StringBuilder svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        line(svg, "<text x=\"%d\" y=\"24\" font-size=\"14\">%s</text>", LEFT, escaped(title));
        grid(svg);
        int row = 0;
        for (final Map.Entry<String, Histogram> one : histograms.entrySet()) {
            if (one.getValue().getTotalCount() > 0) {
                curve(svg, one.getKey(), one.getValue(), row++);
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid(final StringBuilder svg) {
        for (int nine = 0; nine <= nines; nine++) {
            final double x = x(nine);
            line(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>",
                    x,
                    TOP,
                    x,
                    HEIGHT - BOTTOM);
            line(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x,
                    HEIGHT - BOTTOM + 18,
                    percent(nine));
        }
        for (int decade = 0; decade <= decades; decade++) {
            final double ms = LEAST_MS * Math.pow(10, decade);
            final double y = y(ms);
            line(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            line(svg, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s ms</text>", LEFT - 6, y + 4, shortly(ms));
        }
        line(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">percentile</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12);
    }

    private void curve(final StringBuilder svg, final String name, final Histogram histogram, final int row) {
        final String colour = COLOURS.get(row % COLOURS.size());
        final double last = Math.log10(Math.max(1, histogram.getTotalCount()));
        final StringBuilder points = new StringBuilder();
        for (int i = 0; i <= POINTS; i++) {
            final double nine = last * i / POINTS;
            final double percentile = 100 * (1 - Math.pow(10, -nine));
            final double ms = histogram.getValueAtPercentile(percentile) / NS_PER_MS;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nine), y(ms)));
        }
        line(
                svg,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
                colour,
                points.toString().strip());
        final int y = TOP + LINE_HEIGHT * (row + 1);
        final int x = WIDTH - RIGHT + 14;
        line(
                svg,
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"3\"/>",
                x,
                y,
                x + 22,
                y,
                colour);
        line(svg, "<text x=\"%d\" y=\"%d\">%s</text>", x + 28, y + 4, escaped(name));
    }

    /** @param nine 0 for the fastest, 1 for 90 %, 2 for 99 % */
    private double x(final double nine) {
        return LEFT + (WIDTH - LEFT - RIGHT) * nine / nines;
    }

    private double y(final double ms) {
        final double decade = Math.log10(Math.max(LEAST_MS, ms) / LEAST_MS);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * decade / decades;
    }

    private static String percent(final int nine) {
        if (nine < 2) {
            return nine == 0 ? "0 %" : "90 %";
        }
        return nine == 2 ? "99 %" : "99." + "9".repeat(nine - 2) + " %";
    }

    private static String shortly(final double ms) {
        return ms < 1 ? String.format(Locale.ROOT, "%.1f", ms) : String.format(Locale.ROOT, "%,.0f", ms);
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void line(final StringBuilder svg, final String format, final Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
