package io.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.Figures;
import io.millrace.core.posting.Open;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.Tally;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PostingsReportTest {
    private static final Topics TOPICS = Topics.embedded();
    private static final Instant NOW = Instant.parse("2026-09-21T16:20:00Z");
    private static final long OLDEST_NS = Instant.parse("2026-09-21T14:13:20Z").getEpochSecond() * 1_000_000_000L;

    private final PostingsReport report = new PostingsReport(TOPICS);

    private static Tally tally(final long count, final long milli) {
        return new Tally(count, new Quantities(milli, 0, 0));
    }

    private void status(final String order, final Figures figures, final Long oldestNs, final List<Open> parked) {
        final PostingStatus status = new PostingStatus(
                new OperationKey(order, "0010"), "PCE", figures, oldestNs, false, List.of(), parked, List.of(), 0);
        report.take(new ConsumerRecord<>(TOPICS.postingStatus(), 0, 0, order, Json.write(status)));
    }

    private void site(final Figures figures, final Long oldestNs) {
        final PostingAccuracy accuracy = new PostingAccuracy("acme/berlin", Map.of("PCE", figures), oldestNs, 0);
        report.take(new ConsumerRecord<>(TOPICS.postingAccuracy(), 0, 0, "acme/berlin", Json.write(accuracy)));
    }

    @Test
    void shouldShowWhatIsNotPostedWithItsAge() {
        final Figures waiting =
                new Figures(tally(4, 22_500), tally(2, 12_000), tally(1, 5_000), tally(1, 500), Tally.NONE, Tally.NONE);
        final Open parked = new Open(
                new Open.Said(
                        new UUID(0, 1),
                        Kind.PARTIAL,
                        "acme/berlin/press/line1/press1",
                        "acme/berlin",
                        1,
                        new Quantities(500, 0, 0),
                        "PCE",
                        20_000,
                        OLDEST_NS),
                Open.State.PARKED,
                false,
                new Posting(new UUID(0, 1), Posting.Status.REJECTED, 1, "", "order is closed", OLDEST_NS));
        status("1001", waiting, OLDEST_NS, List.of(parked));
        status(
                "1002",
                new Figures(tally(1, 7_000), tally(1, 7_000), Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE),
                null,
                List.of());
        site(waiting, OLDEST_NS);

        assertThat(report.text(NOW, false).lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "Quantities by operation: good, scrap and rework together",
                        "operation unit confirmed posted unposted in doubt parked returned oldest unposted age",
                        "1001/0010 PCE 22.5 12 10 5 0.5 0 2026-09-21T14:13:20Z PT2H6M40S",
                        "parked: PARTIAL 00000000-0000-0000-0000-000000000001 of 1001/0010, 0.5 PCE: order is closed",
                        "",
                        "Confirmations by site",
                        "site confirmed posted unposted in doubt parked returned accuracy oldest unposted age",
                        "acme/berlin 4 2 1 1 1 0 50.00 % 2026-09-21T14:13:20Z PT2H6M40S");
        assertThat(report.text(NOW, true)).contains("1002/0010");
        assertThat(report.json(false)).hasSize(2);
        assertThat(report.json(true)).hasSize(3);
    }

    @Test
    void shouldRoundAccuracyDownSoThatHundredMeansAll() {
        site(new Figures(tally(1_000_000, 0), tally(999_999, 0), Tally.NONE, Tally.NONE, Tally.NONE, Tally.NONE), null);

        assertThat(report.text(NOW, false))
                .contains("Nothing is unposted or parked.")
                .contains("99.99 %");
    }
}
