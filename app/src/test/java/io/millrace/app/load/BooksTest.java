package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BooksTest {
    private static final String RUN = "r1";
    private static final int MACHINES = 2;
    private static final long TIME_NS = 1_700_000_000_000_123_456L;

    private final Books books = new Books(MACHINES);

    @Test
    void shouldFindNothingWhenEverythingCameOnce() {
        send(0, 10);
        send(1, 10);
        receive(0, 0, 10);
        receive(1, 0, 10);
        books.confirmed(confirmation(1, 0, 10));
        books.confirmed(confirmation(2, 1, 10));

        assertThat(books.faults(true)).isEmpty();
        assertThat(books.hasAllEvents()).isTrue();
        assertThat(books.hasAllUnits()).isTrue();
        assertThat(books.received()).isEqualTo(20);
    }

    @Test
    void shouldFindALostMessage() {
        send(0, 10);
        receive(0, 0, 4);
        receive(0, 5, 10);

        assertThat(books.hasAllEvents()).isFalse();
        assertThat(books.faults(false))
                .singleElement()
                .asString()
                .contains(LoadPlant.path(0), "1 are missing", "number 4");
    }

    @Test
    void shouldFindADoubledMessage() {
        send(1, 10);
        receive(1, 0, 10);
        receive(1, 7, 8);

        assertThat(books.faults(false)).singleElement().asString().contains(LoadPlant.path(1), "more than once");
    }

    @Test
    void shouldNotTakeADoubledMessageForALostOne() {
        send(1, 10);
        receive(1, 0, 9);
        receive(1, 0, 1);

        assertThat(books.hasAllEvents()).isFalse();
        assertThat(books.faults(false)).hasSize(2);
    }

    @Test
    void shouldFindADamagedMessage() {
        final LoadMessage message = new LoadMessage(RUN, 1, 5, TIME_NS);

        assertThat(read(message, TIME_NS, LoadPlant.path(1), 1_000)).isTrue();
        assertThat(read(message, TIME_NS + 1, LoadPlant.path(1), 1_000)).isFalse();
        assertThat(read(message, TIME_NS, LoadPlant.path(0), 1_000)).isFalse();
        assertThat(read(message, TIME_NS, LoadPlant.path(1), 2_000)).isFalse();

        books.received(new LoadMessage.Received(1, 5, false));
        assertThat(books.faults(false)).singleElement().asString().contains("another content");
    }

    @Test
    void shouldLeaveOthersMessagesAlone() {
        final Event other = event(new LoadMessage("r0", 0, 0, TIME_NS).id(), TIME_NS, LoadPlant.path(0), 1_000);

        assertThat(LoadMessage.read(RUN, MACHINES, other)).isNull();
        assertThat(LoadMessage.read(RUN, MACHINES, event("", TIME_NS, LoadPlant.path(0), 1_000)))
                .isNull();
    }

    @Test
    void shouldFindUnitsThatWereNotConfirmed() {
        send(0, 12);
        receive(0, 0, 12);
        books.confirmed(confirmation(1, 0, 10));

        assertThat(books.hasAllWholeTens()).isTrue();
        assertThat(books.hasAllUnits()).isFalse();
        assertThat(books.faults(false)).isEmpty();
        assertThat(books.faults(true)).singleElement().asString().contains("12 units were sent, 10 are confirmed");
    }

    @Test
    void shouldFindAConfirmationThatCameTwiceAndCountItOnce() {
        send(0, 10);
        receive(0, 0, 10);
        books.confirmed(confirmation(1, 0, 10));
        books.confirmed(confirmation(1, 0, 10));

        assertThat(books.confirmedUnits()).isEqualTo(10);
        assertThat(books.faults(true)).singleElement().asString().contains("read more than once");
    }

    @Test
    void shouldTellConfirmationsApartByOperationAndNumber() {
        send(0, 20);
        send(1, 10);
        receive(0, 0, 20);
        receive(1, 0, 10);
        books.confirmed(confirmation(1, 0, 10));
        books.confirmed(confirmation(2, 0, 10));
        books.confirmed(confirmation(1, 1, 10));

        assertThat(books.faults(true)).isEmpty();
        assertThat(books.confirmations()).isEqualTo(3);
    }

    @Test
    void shouldFindAConfirmationThatTheLatencyDoesNotKnow() {
        send(0, 10);
        receive(0, 0, 10);
        books.confirmed(confirmation(1, 0, 10, Confirmation.Trigger.INTERVAL));

        assertThat(books.faults(true)).singleElement().asString().contains("neither by quantity nor by request");
    }

    @Test
    void shouldFindATenThatIsMissing() {
        send(0, 20);
        books.confirmed(confirmation(1, 0, 10));

        assertThat(books.hasAllWholeTens()).isFalse();
    }

    @Test
    void shouldSayTheScheduledTimeToTheNanosecond() {
        assertThat(new String(new LoadMessage(RUN, 0, 0, TIME_NS).payload(), StandardCharsets.UTF_8))
                .contains("\"time\":\"2023-11-14T22:13:20.000123456Z\"");
    }

    private void send(final int machine, final int count) {
        for (int i = 0; i < count; i++) {
            assertThat(books.nextOf(machine)).isEqualTo(i);
        }
    }

    private void receive(final int machine, final int from, final int until) {
        for (int sequence = from; sequence < until; sequence++) {
            books.received(new LoadMessage.Received(machine, sequence, true));
        }
    }

    private static boolean read(
            final LoadMessage sent, final long timeNs, final String path, final long quantityMilli) {
        final LoadMessage.Received received =
                LoadMessage.read(RUN, MACHINES, event(sent.id(), timeNs, path, quantityMilli));
        assertThat(received).isNotNull();
        return received.isIntact();
    }

    private static Event event(final String id, final long timeNs, final String path, final long quantityMilli) {
        final OperationKey operation = LoadPlant.operation(1);
        return new Event(
                EventHead.of("g", "s", path, timeNs, timeNs + 1).withIds(id, ""),
                new Fact.CountReport(Measure.GOOD, quantityMilli, operation.order(), operation.operation(), ""));
    }

    private static Confirmation confirmation(final int number, final int machine, final int units) {
        return confirmation(number, machine, units, Confirmation.Trigger.QUANTITY);
    }

    private static Confirmation confirmation(
            final int number, final int machine, final int units, final Confirmation.Trigger trigger) {
        final Quantities quantity = new Quantities(units * 1_000L, 0, 0);
        return new Confirmation(
                new UUID(machine, number),
                Confirmation.Kind.PARTIAL,
                LoadPlant.operation(machine),
                LoadPlant.path(machine),
                number,
                quantity,
                quantity,
                Activity.NONE,
                Activity.NONE,
                "PERF",
                "PCE",
                List.of(),
                0,
                null,
                trigger,
                0,
                0,
                0,
                0,
                "");
    }
}
