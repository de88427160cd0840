package io.millrace.app.report;

import static io.millrace.app.report.Records.FIRST;
import static io.millrace.app.report.Records.TOPICS;
import static io.millrace.app.report.Records.balance;
import static io.millrace.app.report.Records.confirmation;
import static io.millrace.app.report.Records.count;
import static io.millrace.app.report.Records.finished;
import static io.millrace.app.report.Records.quantity;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OperationReportTest {
    private static final Retention WHOLE = new Retention(Map.of());

    @Test
    void shouldAddUpCountsStatementsConfirmationsAndTheFinal() {
        final OperationReport report = report(
                WHOLE,
                balance(12, 1, 12, 0, 100),
                confirmation(1, 7, 7, 10),
                confirmation(2, 5, 12, 20),
                finished(12, 30),
                quantity(7, 7, 10),
                quantity(12, 12, 20),
                count(FIRST, 8, 10, null),
                count(FIRST, 4, 20, null),
                count(null, 1, 20, null));

        assertThat(report.faults()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.rows()).singleElement().satisfies(row -> {
            assertThat(row.operation()).isEqualTo("1001/0010");
            assertThat(row.countedMilli()).isEqualTo(12_000);
            assertThat(row.countsMilli()).isEqualTo(12_000);
            assertThat(row.confirmedMilli()).isEqualTo(12_000);
            assertThat(row.finalToldMilli()).isEqualTo(12_000);
        });
    }

    @Test
    void shouldNoticeAConfirmationThatIsMissing() {
        assertThat(report(
                                WHOLE,
                                balance(12, 0, 12, 0, 100),
                                confirmation(1, 7, 7, 10),
                                confirmation(3, 2, 12, 20),
                                quantity(12, 12, 20),
                                count(FIRST, 12, 20, null))
                        .faults())
                .anySatisfy(fault -> assertThat(fault).contains("has number 3, the one before it has 1"))
                .anySatisfy(fault -> assertThat(fault).contains("told").contains("but confirmed"));
    }

    @Test
    void shouldNoticeAConfirmationThatSaysAnotherSum() {
        assertThat(report(
                                WHOLE,
                                balance(12, 0, 12, 0, 100),
                                confirmation(1, 7, 7, 10),
                                confirmation(2, 5, 13, 20),
                                quantity(12, 12, 20),
                                count(FIRST, 12, 20, null))
                        .faults())
                .singleElement()
                .asString()
                .contains("says told are");
    }

    @Test
    void shouldNoticeCountsThatDoNotAddUp() {
        assertThat(report(
                                WHOLE,
                                balance(12, 1, 0, 0, 100),
                                quantity(12, 0, 20),
                                count(FIRST, 11, 20, null),
                                count(null, 2, 20, null))
                        .faults())
                .satisfiesExactly(
                        operation -> assertThat(operation)
                                .contains("operation 1001/0010")
                                .contains("its counts add up to"),
                        machine -> assertThat(machine).contains("unattributed").contains("its counts add up to"));
    }

    @Test
    void shouldNoticeABalanceThatIsNotTheSumOfItsOperations() {
        assertThat(report(WHOLE, balance(13, 0, 0, 0, 100), quantity(12, 0, 20), count(FIRST, 12, 20, null))
                        .faults())
                .singleElement()
                .asString()
                .contains("attributed")
                .contains("its operations add up to");
    }

    @Test
    void shouldNoticeAFinalThatSaysAnotherSum() {
        assertThat(report(
                                WHOLE,
                                balance(7, 0, 7, 0, 100),
                                confirmation(1, 7, 7, 10),
                                finished(8, 30),
                                quantity(7, 7, 10),
                                count(FIRST, 7, 10, null))
                        .faults())
                .singleElement()
                .asString()
                .contains("its FINAL says");
    }

    @Test
    void shouldLeaveOutWhatWasSaidAfterTheBalance() {
        assertThat(report(
                                WHOLE,
                                balance(7, 0, 7, 0, 15),
                                confirmation(1, 7, 7, 10),
                                confirmation(2, 5, 12, 20),
                                quantity(7, 7, 10),
                                quantity(12, 12, 20),
                                count(FIRST, 7, 10, null),
                                count(FIRST, 5, 20, null))
                        .faults())
                .isEmpty();
    }

    @Test
    void shouldTakeWhatWasRefusedOffWhatWasConfirmed() {
        final ConsumerRecord<?, ?>[] said = {
            confirmation(1, 7, 7, 10), confirmation(2, 7, 7, 20), quantity(7, 7, 20), count(FIRST, 7, 20, null)
        };
        assertThat(report(WHOLE, balance(7, 0, 7, 7, 100), said).faults()).isEmpty();
        assertThat(report(WHOLE, balance(7, 0, 7, 6, 100), said).faults())
                .singleElement()
                .asString()
                .contains("returned");
    }

    @Test
    void shouldTakeTheOpeningFromAStatementWhereTheFirstCountsAreDeleted() {
        final Retention shortened = new Retention(Map.of(new TopicPartition(TOPICS.counts(), 0), 15_000L));
        final ConsumerRecord<?, ?>[] said = {
            quantity(7, 0, 10),
            quantity(9, 0, 20),
            quantity(12, 0, 30),
            count(FIRST, 2, 20, null),
            count(FIRST, 3, 30, null)
        };
        assertThat(report(shortened, balance(12, 0, 0, 0, 100), said).faults()).isEmpty();
        said[4] = count(FIRST, 4, 30, null);
        assertThat(report(shortened, balance(12, 0, 0, 0, 100), said).faults()).hasSize(1);
    }

    @Test
    void shouldSayWhereThereIsNoOpening() {
        final Retention shortened = new Retention(Map.of(new TopicPartition(TOPICS.counts(), 0), 50_000L));
        final OperationReport report = report(shortened, balance(7, 0, 0, 0, 100), quantity(7, 0, 10));
        assertThat(report.faults()).isEmpty();
        assertThat(report.notes())
                .singleElement()
                .asString()
                .contains("1 ledgers")
                .contains("not compared");
    }

    @SuppressWarnings("unchecked")
    private static OperationReport report(
            final Retention retention,
            final ConsumerRecord<String, byte[]> balance,
            final ConsumerRecord<?, ?>... said) {
        final Cuts cuts = new Cuts();
        cuts.take(balance);
        final OperationTotals totals = new OperationTotals(TOPICS, cuts, retention);
        List.of(said).forEach(record -> totals.take((ConsumerRecord<String, byte[]>) record));
        return OperationReport.of(totals, cuts, retention, TOPICS);
    }
}
