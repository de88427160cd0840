package io.millrace.app.rivals;

import io.millrace.app.perf.Conditions;
import io.millrace.app.rivals.RivalsReport.Control;
import io.millrace.app.rivals.RivalsReport.Row;
import java.util.Locale;

/** The table. */
public final class RivalsText {
    private static final double GIBIBYTE = 1024.0 * 1024.0 * 1024.0;
    private static final String FIGURES = "%-28s %7.1f %15s %8.1f %9s %8.1f %8.1f %6d %8d %6d  %s";
    private static final String HEAD = "%-28s %7s %15s %8s %9s %8s %8s %6s %8s %6s  %s";

    private RivalsText() {}

    /** @return several lines: medians of the rounds, of CPU lowest and highest too; what was lost and doubled added up */
    public static String of(final RivalsReport report) {
        final StringBuilder text = new StringBuilder();
        final Conditions on = report.conditions();
        line(
                text,
                "%s, %d cores, %.1f GiB; %s; %s; Millrace %s, Kafka %s; load before %.2f, after %.2f; %s",
                on.cpu(),
                on.cores(),
                on.memoryBytes() / GIBIBYTE,
                on.kernel(),
                on.jdk(),
                on.millrace(),
                on.kafka(),
                on.loadBefore(),
                on.loadAfter(),
                on.startedAt());
        if (!on.wasQuiet()) {
            line(text, "The machine was busy before the start: the figures are rough.");
        }
        line(
                text,
                "%,.0f events/s of %d machines over %d connections, JSON over MQTT at QoS 1 or Sparkplug B by %s; %d rounds, each turn %.0f s"
                        + " warm-up and %.0f s measured, then %.0f s of as much as it takes",
                report.ratePerSecond(),
                report.machines(),
                report.connections(),
                report.mqttBroker(),
                report.rounds(),
                report.warmUpS(),
                report.lengthS(),
                report.saturateS());
        line(text, "%nmedians of the rounds%n");
        line(
                text,
                HEAD,
                "",
                "CPU us",
                "lowest-highest",
                "brokers",
                "most/s",
                "p50 ms",
                "p99 ms",
                "lost",
                "doubled",
                "wrong",
                "guarantee");
        report.rows().stream().filter(row -> !row.turns().isEmpty()).forEach(row -> figures(text, row));
        if (!report.controls().isEmpty()) {
            control(text, report);
        }
        line(text, "");
        report.rows().forEach(row -> line(text, "%-28s %s", row.name(), row.title()));
        for (final Row row : report.rows()) {
            row.missing().forEach(why -> line(text, "MISSING %s: %s", row.name(), why));
        }
        return text.toString();
    }

    private static void figures(final StringBuilder text, final Row row) {
        final Spread cpu = row.spread(Turn::cpuUsPerEvent);
        final double most = row.spread(Turn::mostPerSecond).median();
        line(
                text,
                FIGURES,
                row.name(),
                cpu.median(),
                String.format(Locale.ROOT, "%.1f-%.1f", cpu.lowest(), cpu.highest()),
                row.spread(Turn::brokersCpuUsPerEvent).median(),
                most < 0 ? "-" : String.format(Locale.ROOT, "%,.0f", most),
                row.spread(Turn::p50).median(),
                row.spread(Turn::p99).median(),
                row.lost(),
                row.doubled(),
                row.wrong(),
                row.guarantee());
    }

    private static void control(final StringBuilder text, final RivalsReport report) {
        line(
                text,
                HEAD,
                "raw-kafka",
                "-",
                "-",
                "-",
                "-",
                tenths(report.controls().stream().mapToDouble(Control::p50).toArray()),
                tenths(report.controls().stream().mapToDouble(Control::p99).toArray()),
                "-",
                "-",
                "-",
                "control: a producer (acks=all, linger 1 ms) and a consumer, each event a record; no MQTT");
    }

    private static String tenths(final double... values) {
        return String.format(Locale.ROOT, "%.1f", Spread.of(values).median());
    }

    private static void line(final StringBuilder text, final String format, final Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append(System.lineSeparator());
    }
}
