package io.millrace.app.report;

import static io.millrace.app.report.Records.PRESS;
import static io.millrace.app.report.Records.TOPICS;
import static io.millrace.app.report.Records.balance;
import static io.millrace.app.report.Records.confirmation;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.report.ConservationReport.Truth;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConservationReportTest {
    private static final Map<String, Truth> MADE_13 = Map.of(PRESS, new Truth("", 13_000, 1_000, 0, 0));

    @Test
    void shouldTakeWhatIsPendingForAFaultOnlyOfAPlantThatStandsStill() {
        final TopicLedger ledger = new TopicLedger(TOPICS);
        ledger.take(confirmation(1, 7, 7, 10));
        ledger.take(balance(12, 1, 7, 0, 20));

        assertThat(ConservationReport.running(ledger, MADE_13).faults()).isEmpty();
        assertThat(ConservationReport.of(ledger, MADE_13).faults())
                .singleElement()
                .asString()
                .contains("still pending");
    }

    @Test
    void shouldTakeWhatWasRefusedOffWhatWasConfirmed() {
        final TopicLedger ledger = new TopicLedger(TOPICS);
        ledger.take(confirmation(1, 7, 7, 10));
        ledger.take(confirmation(2, 12, 12, 11));
        ledger.take(balance(12, 1, 12, 7, 20));
        assertThat(ConservationReport.of(ledger, MADE_13).faults()).isEmpty();

        ledger.take(balance(12, 1, 12, 6, 20));
        assertThat(ConservationReport.of(ledger, MADE_13).faults())
                .singleElement()
                .asString()
                .contains("returned");
    }

    @Test
    void shouldNoticeUnitsThatWereMadeAndNotCounted() {
        final TopicLedger ledger = new TopicLedger(TOPICS);
        ledger.take(confirmation(1, 11, 11, 10));
        ledger.take(balance(11, 1, 11, 0, 20));
        assertThat(ConservationReport.running(ledger, MADE_13).faults())
                .singleElement()
                .asString()
                .contains("is 12, made 13");
    }
}
