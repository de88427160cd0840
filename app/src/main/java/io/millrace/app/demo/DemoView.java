package io.millrace.app.demo;

import io.millrace.app.report.Units;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.MachineStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The demo on the screen: a table that is drawn over itself on a terminal, one line every few seconds elsewhere. */
final class DemoView {
    private static final int STORIES = 12;
    private static final long LINE_EVERY_MS = 5_000;
    private static final long DRAW_EVERY_MS = 500;
    private static final String HOME_AND_CLEAR = "\033[H\033[2J";
    private static final String BOLD = "\033[1m";
    private static final String PLAIN = "\033[0m";

    private final DemoState state;
    private final PrintWriter out;
    private final boolean terminal;
    private final List<String> addresses;
    private long drawnMs;
    private long countedMs;
    private long counted;
    private double perSecond;

    /** @param addresses lines that stay on the screen */
    DemoView(final DemoState state, final PrintWriter out, final boolean terminal, final List<String> addresses) {
        this.state = state;
        this.out = out;
        this.terminal = terminal;
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Draws if it is time to.
     *
     * @param phase what is going on, in a few words
     * @param backlog of the gateway's journal, null while it is away
     */
    void draw(final long nowMs, final String phase, final @Nullable Double backlog) {
        if (nowMs - drawnMs < (terminal ? DRAW_EVERY_MS : LINE_EVERY_MS)) {
            return;
        }
        drawnMs = nowMs;
        measure(nowMs);
        if (terminal) {
            screen(nowMs, phase, backlog);
        } else {
            state.newStories(nowMs).forEach(out::println);
            out.println(summary(phase, backlog));
        }
        out.flush();
    }

    /** True if the next call of {@link #draw} would draw: then it is worth asking for the backlog. */
    boolean isDue(final long nowMs) {
        return nowMs - drawnMs >= (terminal ? DRAW_EVERY_MS : LINE_EVERY_MS);
    }

    List<String> addresses() {
        return addresses;
    }

    private void measure(final long nowMs) {
        final long accepted = state.accepted();
        if (nowMs - countedMs >= 2_000) {
            perSecond = countedMs == 0 ? 0 : (accepted - counted) * 1_000.0 / (nowMs - countedMs);
            counted = accepted;
            countedMs = nowMs;
        }
    }

    private void screen(final long nowMs, final String phase, final @Nullable Double backlog) {
        final StringBuilder screen = new StringBuilder(HOME_AND_CLEAR);
        screen.append(BOLD).append("Millrace").append(PLAIN).append("  ").append(summary(phase, backlog));
        screen.append("\n\n").append(BOLD);
        screen.append(String.format(
                Locale.ROOT,
                "%-34s %-10s %-10s %-11s %7s %6s  %s%n",
                "machine",
                "state",
                "reason",
                "order",
                "good",
                "scrap",
                "last confirmation"));
        screen.append(PLAIN);
        for (final MachineStatus machine : state.machines().values()) {
            screen.append(String.format(
                    Locale.ROOT,
                    "%-34s %-10s %-10s %-11s %7s %6s  %s%n",
                    machine.machine(),
                    machine.state(),
                    machine.reason(),
                    machine.operation() == null ? "-" : machine.operation().text(),
                    Units.text(machine.counted().goodMilli()),
                    Units.text(machine.counted().scrapMilli()),
                    last(machine.machine())));
        }
        screen.append('\n');
        state.stories(STORIES, nowMs)
                .forEach(story -> screen.append("  ").append(story).append('\n'));
        screen.append('\n');
        addresses.forEach(line -> screen.append(line).append('\n'));
        out.print(screen);
    }

    private String last(final String machine) {
        final Confirmation last = state.lastConfirmation(machine);
        return last == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%s #%d %s: %s good, %s scrap",
                        last.operation(),
                        last.number(),
                        last.kind(),
                        Units.text(last.quantity().goodMilli()),
                        Units.text(last.quantity().scrapMilli()));
    }

    private String summary(final String phase, final @Nullable Double backlog) {
        return String.format(
                Locale.ROOT,
                "%s | %.0f events/s | %d confirmations | source to confirmed p50 %d ms, p99 %d ms | journal backlog %s",
                phase,
                perSecond,
                state.confirmations(),
                state.latencyMs(50),
                state.latencyMs(99),
                backlog == null ? "?" : String.format(Locale.ROOT, "%.0f", backlog));
    }
}
