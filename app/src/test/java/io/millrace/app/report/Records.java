package io.millrace.app.report;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Records as the topologies write them; only units of good, all times in seconds. */
final class Records {
    static final Topics TOPICS = Topics.embedded();
    static final String PRESS = "acme/berlin/press/line1/press1";
    static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final long NS = 1_000_000_000L;

    private Records() {}

    static Quantities good(final long units) {
        return new Quantities(units * 1_000, 0, 0);
    }

    private static ConsumerRecord<String, byte[]> record(
            final String topic, final String key, final byte[] value, final long atS) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                atS * 1_000,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                key,
                value,
                new RecordHeaders(),
                java.util.Optional.empty());
    }

    static ConsumerRecord<String, byte[]> balance(
            final long attributed, final long unattributed, final long told, final long returned, final long atS) {
        final Balance balance = new Balance(
                PRESS,
                good(attributed),
                good(unattributed),
                0,
                0,
                good(told),
                good(returned),
                1,
                0,
                0,
                0,
                0,
                0,
                1,
                atS * NS);
        return record(TOPICS.balances(), PRESS, Json.write(balance), atS);
    }

    static ConsumerRecord<String, byte[]> confirmation(
            final int number, final long units, final long toldAfter, final long atS) {
        return confirmation(Confirmation.Kind.PARTIAL, PRESS, number, units, toldAfter, atS);
    }

    static ConsumerRecord<String, byte[]> finished(final long toldAfter, final long atS) {
        return confirmation(Confirmation.Kind.FINAL, "", 1, 0, toldAfter, atS);
    }

    private static ConsumerRecord<String, byte[]> confirmation(
            final Confirmation.Kind kind,
            final String machine,
            final int number,
            final long units,
            final long toldAfter,
            final long atS) {
        final Confirmation said = new Confirmation(
                new UUID(kind.ordinal(), atS),
                kind,
                FIRST,
                machine,
                number,
                good(units),
                good(toldAfter),
                Activity.NONE,
                Activity.NONE,
                "",
                "",
                List.of(),
                0,
                null,
                Confirmation.Trigger.QUANTITY,
                atS * NS,
                atS * NS,
                atS * NS,
                atS * NS,
                "");
        return record(TOPICS.confirmations(), FIRST.text(), Json.write(said), atS);
    }

    static ConsumerRecord<String, byte[]> quantity(final long counted, final long told, final long atS) {
        final QuantityStatement said = new QuantityStatement(
                PRESS, FIRST, good(counted), good(told), Quantities.ZERO, Activity.NONE, Activity.NONE, "", atS * NS);
        return record(TOPICS.quantities(), PRESS + "|" + FIRST, Json.write(said), atS);
    }

    static ConsumerRecord<String, byte[]> count(
            final @Nullable OperationKey operation, final long units, final long atS, final @Nullable Shift shift) {
        final Counted said = new Counted(PRESS, operation, atS * NS, good(units), 0, planned(shift), atS * NS);
        return record(TOPICS.counts(), PRESS, Json.write(said), atS);
    }

    static ConsumerRecord<String, byte[]> interval(
            final long fromS,
            final long toS,
            final @Nullable Shift shift,
            final long revision,
            final boolean withdrawn,
            final long atS) {
        final StateInterval said = new StateInterval(
                PRESS,
                fromS * NS,
                toS * NS,
                MachineState.EXECUTE,
                Mode.PRODUCTION,
                "",
                "",
                null,
                TimeElement.PRODUCTION,
                "packml",
                planned(shift),
                false,
                revision,
                withdrawn,
                "");
        return record(TOPICS.stateIntervals(), PRESS, Json.write(said), atS);
    }

    static Shift shift(final String name, final long fromS, final long toS) {
        return new Shift(name, LocalDate.of(2026, 9, 21), fromS * NS, toS * NS);
    }

    private static Planned planned(final @Nullable Shift shift) {
        return new Planned(shift, true, false, "UTC");
    }
}
