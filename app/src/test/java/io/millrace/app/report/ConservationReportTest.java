package io.millrace.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ConservationReportTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final Topics TOPICS = Topics.embedded();

    private final TopicLedger ledger = new TopicLedger(TOPICS);

    private static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    private void confirm(final int number, final long units) {
        final Confirmation confirmation = new Confirmation(
                new UUID(0, number),
                Confirmation.Kind.PARTIAL,
                new OperationKey("1001", "0010"),
                PRESS,
                number,
                good(units),
                good(units),
                Activity.NONE,
                Activity.NONE,
                "FG-1",
                "PCE",
                List.of(),
                20_000,
                null,
                Confirmation.Trigger.QUANTITY,
                0,
                0,
                0,
                0,
                "");
        take(TOPICS.confirmations(), Json.write(confirmation));
    }

    private void balance(final long attributed, final long told, final long returned) {
        take(
                TOPICS.balances(),
                Json.write(new Balance(
                        PRESS,
                        good(attributed),
                        Quantities.ZERO,
                        0,
                        0,
                        good(told),
                        good(returned),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0)));
    }

    private void take(final String topic, final byte[] value) {
        ledger.take(new ConsumerRecord<>(topic, 0, 0, PRESS, value));
    }

    private ConservationReport report(final long made) {
        return ConservationReport.of(ledger, Map.of(PRESS, new ConservationReport.Truth("", made * 1_000, 0, 0, 0)));
    }

    @Test
    void shouldTakeOffWhatWasReturnedAndToldAgain() {
        confirm(1, 5);
        confirm(2, 6);
        confirm(3, 5);
        balance(11, 11, 5);

        final ConservationReport report = report(11);
        assertThat(report.faults()).isEmpty();
        assertThat(report.rows().get(0).confirmedMilli()).isEqualTo(11_000);
    }

    @Test
    void shouldNotBalanceWhileWhatWasReturnedIsPending() {
        confirm(1, 5);
        confirm(2, 6);
        balance(11, 6, 5);

        assertThat(report(11).isBalanced()).isFalse();
    }

    @Test
    void shouldNotBalanceIfSomethingWasToldTwice() {
        confirm(1, 5);
        confirm(2, 5);
        balance(5, 5, 0);

        assertThat(report(5).isBalanced()).isFalse();
    }
}
