package io.millrace.app.report;

import static io.millrace.app.report.Records.FIRST;
import static io.millrace.app.report.Records.TOPICS;
import static io.millrace.app.report.Records.balance;
import static io.millrace.app.report.Records.count;
import static io.millrace.app.report.Records.interval;
import static io.millrace.app.report.Records.shift;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.calendar.Shift;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ShiftReportTest {
    private static final Shift EARLY = shift("early", 100, 200);
    private static final Shift LATE = shift("late", 200, 300);

    @Test
    void shouldAddUpThePiecesOfShiftsThatAreWholeAndOver() {
        final ShiftReport report = report(
                Long.MIN_VALUE,
                interval(50, 100, null, 1, false, 1),
                interval(100, 130, EARLY, 2, false, 2),
                interval(130, 200, EARLY, 3, false, 3),
                interval(200, 250, LATE, 4, false, 4),
                count(FIRST, 5, 110, EARLY),
                count(null, 2, 150, EARLY));

        assertThat(report.faults()).isEmpty();
        assertThat(report.pieces()).isEqualTo(4);
        assertThat(report.rows()).singleElement().satisfies(row -> {
            assertThat(row.shift()).isEqualTo("early");
            assertThat(row.lengthNs()).isEqualTo(row.piecesNs()).isEqualTo(100_000_000_000L);
            assertThat(row.countedMilli()).isEqualTo(7_000);
        });
    }

    @Test
    void shouldTakeTheNewestRevisionAndLeaveOutWhatIsWithdrawn() {
        assertThat(report(
                                Long.MIN_VALUE,
                                interval(100, 130, EARLY, 1, false, 1),
                                interval(130, 200, EARLY, 2, false, 2),
                                interval(100, 200, EARLY, 5, false, 5),
                                interval(130, 200, EARLY, 5, true, 5))
                        .faults())
                .isEmpty();
    }

    @Test
    void shouldNoticeAHole() {
        assertThat(report(
                                Long.MIN_VALUE,
                                interval(100, 130, EARLY, 1, false, 1),
                                interval(140, 200, EARLY, 2, false, 2))
                        .faults())
                .satisfiesExactly(
                        hole -> assertThat(hole).contains("no state interval from 1970-01-01T00:02:10Z"),
                        sum -> assertThat(sum).contains("100 s long, its pieces 90 s"));
    }

    @Test
    void shouldNoticeAnOverlap() {
        assertThat(report(
                                Long.MIN_VALUE,
                                interval(100, 150, EARLY, 1, false, 1),
                                interval(140, 200, EARLY, 2, false, 2))
                        .faults())
                .anySatisfy(fault -> assertThat(fault).contains("lasts until"))
                .hasSize(2);
    }

    @Test
    void shouldLookOnlyAtWhatRetentionCannotHaveTouched() {
        assertThat(report(
                                190,
                                interval(100, 130, EARLY, 9, false, 191),
                                interval(170, 200, EARLY, 2, false, 200),
                                interval(200, 300, LATE, 3, false, 300))
                        .faults())
                .isEmpty();
    }

    @SafeVarargs
    private static ShiftReport report(final long keptFromS, final ConsumerRecord<String, byte[]>... said) {
        final Retention retention = keptFromS == Long.MIN_VALUE
                ? new Retention(Map.of())
                : new Retention(Map.of(new TopicPartition(TOPICS.stateIntervals(), 0), keptFromS * 1_000));
        final Cuts cuts = new Cuts();
        cuts.take(balance(0, 0, 0, 0, 1_000));
        final ShiftTotals totals = new ShiftTotals(TOPICS, cuts, retention);
        for (final ConsumerRecord<String, byte[]> each : said) {
            totals.take(each);
        }
        return ShiftReport.of(totals);
    }
}
