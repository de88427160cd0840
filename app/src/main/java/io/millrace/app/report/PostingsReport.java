package io.millrace.app.report;

import io.millrace.core.posting.Figures;
import io.millrace.core.posting.Open;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.Tally;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What has not been posted, how old it is, and how much of each site's confirmations has been. Not thread-safe. */
public final class PostingsReport {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String OPERATION = "%-20s %-5s %9s %9s %9s %9s %9s %9s  %-24s %s%n";
    private static final String SITE = "%-28s %9s %9s %9s %9s %9s %9s %9s  %-24s %s%n";

    private final Topics topics;
    private final Map<String, byte[]> statuses = new TreeMap<>();
    private final Map<String, byte[]> accuracies = new TreeMap<>();

    public PostingsReport(final Topics topics) {
        this.topics = topics;
    }

    /** The topics it wants to see, from their beginnings. */
    public List<String> wanted() {
        return List.of(topics.postingStatus(), topics.postingAccuracy());
    }

    /** Takes a record of one of them: the newest of each key counts. */
    public void take(final ConsumerRecord<String, byte[]> message) {
        final Map<String, byte[]> into = message.topic().equals(topics.postingStatus()) ? statuses : accuracies;
        if (message.value() == null) {
            into.remove(message.key());
        } else {
            into.put(message.key(), message.value());
        }
    }

    /**
     * The newest records as they are, one a line: operations first, then sites.
     *
     * @param all or only operations of which something is not posted
     */
    public List<String> json(final boolean all) {
        final List<String> lines = new ArrayList<>();
        statuses.values().stream()
                .filter(status -> all || isOpen(Json.postingStatus(status)))
                .forEach(status -> lines.add(new String(status, StandardCharsets.UTF_8)));
        accuracies.values().forEach(accuracy -> lines.add(new String(accuracy, StandardCharsets.UTF_8)));
        return lines;
    }

    /**
     * Both as tables.
     *
     * @param now ages count until then
     * @param all or only operations of which something is not posted
     */
    public String text(final Instant now, final boolean all) {
        final StringBuilder text = new StringBuilder();
        final List<PostingStatus> shown = statuses.values().stream()
                .map(Json::postingStatus)
                .filter(status -> all || isOpen(status))
                .toList();
        operations(shown, now, text);
        shown.forEach(status -> status.parked().forEach(parked -> parked(status, parked, text)));
        text.append('\n');
        sites(now, text);
        return text.toString();
    }

    private static boolean isOpen(final PostingStatus status) {
        return status.figures().unposted().count() > 0
                || status.figures().parked().count() > 0;
    }

    private static void operations(final List<PostingStatus> shown, final Instant now, final StringBuilder text) {
        if (shown.isEmpty()) {
            text.append("Nothing is unposted or parked.\n");
            return;
        }
        text.append("Quantities by operation: good, scrap and rework together\n");
        text.append(line(
                OPERATION,
                "operation",
                "unit",
                "confirmed",
                "posted",
                "unposted",
                "in doubt",
                "parked",
                "returned",
                "oldest unposted",
                "age"));
        for (final PostingStatus one : shown) {
            final Figures figures = one.figures();
            text.append(line(
                    OPERATION,
                    one.operation().text(),
                    one.unit(),
                    units(figures.confirmed()),
                    units(figures.posted()),
                    units(figures.unposted()),
                    units(figures.inDoubt()),
                    units(figures.parked()),
                    units(figures.returned()),
                    time(one.oldestUnpostedNs()),
                    age(one.oldestUnpostedNs(), now)));
        }
    }

    private static void parked(final PostingStatus status, final Open parked, final StringBuilder text) {
        final Posting answer = parked.answer();
        text.append(line(
                "  parked: %s %s of %s, %s %s%s%n",
                parked.said().kind(),
                parked.id(),
                status.operation(),
                Units.text(parked.said().quantity().totalMilli()),
                parked.said().unit(),
                answer == null || answer.reason().isEmpty() ? "" : ": " + answer.reason()));
    }

    private void sites(final Instant now, final StringBuilder text) {
        text.append("Confirmations by site\n");
        text.append(line(
                SITE,
                "site",
                "confirmed",
                "posted",
                "unposted",
                "in doubt",
                "parked",
                "returned",
                "accuracy",
                "oldest unposted",
                "age"));
        for (final byte[] each : accuracies.values()) {
            final PostingAccuracy site = Json.postingAccuracy(each);
            final Figures total = site.total();
            text.append(line(
                    SITE,
                    site.site(),
                    total.confirmed().count(),
                    total.posted().count(),
                    total.unposted().count(),
                    total.inDoubt().count(),
                    total.parked().count(),
                    total.returned().count(),
                    percent(total),
                    time(site.oldestUnpostedNs()),
                    age(site.oldestUnpostedNs(), now)));
        }
    }

    private static String line(final String form, final Object... values) {
        return String.format(Locale.ROOT, form, values).stripTrailing() + '\n';
    }

    private static String units(final Tally tally) {
        return Units.text(tally.quantity().totalMilli());
    }

    /** Cut, not rounded: 100.00 % means all. */
    private static String percent(final Figures figures) {
        final long millionths = figures.accuracyMillionths();
        return millionths < 0
                ? "-"
                : String.format(Locale.ROOT, "%d.%02d %%", millionths / 10_000, millionths / 100 % 100);
    }

    private static String time(final @Nullable Long ns) {
        return ns == null ? "-" : instant(ns).toString();
    }

    private static String age(final @Nullable Long ns, final Instant now) {
        return ns == null
                ? "-"
                : Duration.ofSeconds(Duration.between(instant(ns), now).toSeconds())
                        .toString();
    }

    private static Instant instant(final long ns) {
        return Instant.ofEpochMilli(Math.floorDiv(ns, SECOND_NS / 1_000));
    }
}
