package io.millrace.app.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.app.replay.TopicDifference.Difference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A replay's difference for people: a line a topic, the confirmed quantities that changed, some differences, the verdict. */
public final class ReplayText {
    private static final int LONGEST_VALUE = 160;
    private static final String NOWHERE = "-";

    private ReplayText() {}

    /** @param show how many differences at most */
    public static String of(final ReplayReport report, final int show) {
        final StringBuilder text = new StringBuilder();
        topics(report, text);
        operations(report.operations(), text);
        differences(report, show, text);
        report.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        text.append(report.isIdentical() ? "IDENTICAL\n" : "DIFFERENT\n");
        return text.toString();
    }

    private static void topics(final ReplayReport report, final StringBuilder text) {
        text.append(String.format(
                Locale.ROOT, "%-18s %9s %9s %11s %9s%n", "topic", "same", "only live", "only replay", "different"));
        for (final TopicDifference topic : report.topics()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-18s %9d %9d %11d %9d%s%n",
                    topic.topic(),
                    topic.same(),
                    topic.onlyLive(),
                    topic.onlyReplay(),
                    topic.different(),
                    topic.movedOn() == 0 ? "" : "   (" + topic.movedOn() + " restated since, not compared)"));
        }
    }

    private static void operations(final List<OperationTotal> totals, final StringBuilder text) {
        final List<OperationTotal> changed =
                totals.stream().filter(total -> !total.isSame()).toList();
        if (changed.isEmpty()) {
            text.append("confirmed quantities: the same for all ")
                    .append(totals.size())
                    .append(" operations\n");
            return;
        }
        text.append(String.format(
                Locale.ROOT,
                "confirmed quantities: other ones for %d of %d operations (good / scrap / rework)%n",
                changed.size(),
                totals.size()));
        for (final OperationTotal total : changed) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-24s live %s   replay %s%n",
                    total.operation(),
                    quantities(total.live()),
                    quantities(total.replay())));
        }
    }

    private static String quantities(final OperationTotal.Total total) {
        return total.good().toPlainString() + " / " + total.scrap().toPlainString() + " / "
                + total.rework().toPlainString();
    }

    private static void differences(final ReplayReport report, final int show, final StringBuilder text) {
        final List<Difference> all = report.topics().stream()
                .flatMap(topic -> topic.differences().stream())
                .toList();
        all.stream().limit(show).forEach(one -> difference(one, text));
        if (all.size() > show) {
            text.append("... and ").append(all.size() - show).append(" more: --show N, or --report FILE for all\n");
        }
    }

    private static void difference(final Difference one, final StringBuilder text) {
        text.append(one.topic()).append("  ").append(cut(one.identity()));
        if (one.live() == null) {
            text.append("  only replay\n    ")
                    .append(cut(String.valueOf(one.replay())))
                    .append('\n');
        } else if (one.replay() == null) {
            text.append("  only live\n    ").append(cut(one.live().toString())).append('\n');
        } else {
            text.append('\n');
            fields(one.live(), one.replay(), text);
        }
    }

    private static void fields(final JsonNode live, final @Nullable JsonNode replay, final StringBuilder text) {
        final Map<String, String> then = Trees.leaves(live);
        final Map<String, String> now = replay == null ? Map.of() : Trees.leaves(replay);
        final Map<String, String> all = new TreeMap<>(then);
        all.putAll(now);
        boolean any = false;
        for (final String field : all.keySet()) {
            if (!Objects.equals(then.get(field), now.get(field))) {
                any = true;
                text.append(String.format(
                        Locale.ROOT,
                        "    %-24s live %s   replay %s%n",
                        field,
                        cut(then.getOrDefault(field, NOWHERE)),
                        cut(now.getOrDefault(field, NOWHERE))));
            }
        }
        if (!any) {
            text.append("    equal fields in other bytes: their order or spelling\n");
        }
    }

    private static String cut(final String text) {
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }
}
