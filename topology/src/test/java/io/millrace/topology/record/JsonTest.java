package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.Downtime;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.aggregate.Period;
import io.millrace.core.aggregate.Reason;
import io.millrace.core.aggregate.Scope;
import io.millrace.core.aggregate.Stood;
import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.figures.Times;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonTest {
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");
    private static final UUID ID = UUID.fromString("5ca4e2f0-0000-5000-8000-000000000001");

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMaxLength(12);
    }

    private static Activity activity(final long number) {
        return new Activity(number, 1, 2, -number / 2);
    }

    private static Outputs.Planned planned(final long number, final boolean hasShift) {
        final Shift shift = hasShift ? new Shift("early", LocalDate.of(2026, 10, 25), number, number) : null;
        return new Outputs.Planned(shift, !hasShift, hasShift, "Europe/Berlin");
    }

    private static <T> void same(final T value, final byte[] json, final Function<byte[], T> reader) {
        assertThat(reader.apply(json)).isEqualTo(value);
    }

    @Property(tries = 300)
    void shouldReadBackConfirmationsExactly(
            @ForAll final long good, @ForAll final long time, @ForAll("texts") final String text) {
        final Quantities quantities = new Quantities(good, -good / 3, good % 1_000);
        for (final UUID reverses : new UUID[] {null, ID}) {
            final Confirmation confirmation = new Confirmation(
                    ID,
                    Confirmation.Kind.REVERSAL,
                    OPERATION,
                    text,
                    7,
                    quantities,
                    quantities,
                    activity(time),
                    Activity.NONE,
                    text,
                    text,
                    List.of(new Confirmation.Backflush(text, text, good, text)),
                    good % 1_000_000,
                    reverses,
                    Confirmation.Trigger.REQUEST,
                    time,
                    time,
                    time,
                    time,
                    text);
            same(confirmation, Json.write(confirmation), Json::confirmation);
        }
    }

    @Property(tries = 100)
    void shouldReadBackEverythingElseExactly(
            @ForAll final long number, @ForAll final boolean flag, @ForAll("texts") final String text) {
        final Quantities q = new Quantities(number, 1, -1);
        final OperationKey operation = flag ? OPERATION : null;
        final var milestone = new Outputs.Milestone(text, OPERATION, Outputs.Milestone.Type.FIRST_GOOD, number, text);
        same(milestone, Json.write(milestone), Json::milestone);
        final var interval = new Outputs.StateInterval(
                text,
                number,
                number,
                MachineState.HELD,
                Mode.SETUP,
                text,
                text,
                operation,
                TimeElement.SETUP,
                text,
                planned(number, flag),
                flag,
                number,
                flag,
                text);
        same(interval, Json.write(interval), Json::stateInterval);
        final var stop = new Outputs.Stop(
                text,
                number,
                number,
                MachineState.HELD,
                Mode.SETUP,
                text,
                text,
                flag ? ReasonCategory.FAILURE : null,
                operation,
                TimeElement.DELAY,
                flag,
                planned(number, flag),
                number,
                flag);
        same(stop, Json.write(stop), Json::stop);
        final var counted = new Outputs.Counted(text, operation, number, q, number, planned(number, !flag), number);
        same(counted, Json.write(counted), Json::counted);
        final var undecided = new Outputs.Undecided(text, number, number, q, operation, OPERATION, number, flag);
        same(undecided, Json.write(undecided), Json::undecided);
        final var quantity =
                new Outputs.QuantityStatement(text, OPERATION, q, q, q, activity(number), Activity.NONE, text, number);
        same(quantity, Json.write(quantity), Json::quantity);
        final var scrapped = new Outputs.Scrapped(text, text, operation, Measure.REWORK, number, text, number, number);
        same(scrapped, Json.write(scrapped), Json::scrapped);
        final var consumption =
                new Outputs.Consumption(text, text, operation, text, text, number, flag, number, number);
        same(consumption, Json.write(consumption), Json::consumption);
        final var gap =
                new Outputs.Gap(text, text, number, Outputs.Gap.Type.HOLE, number, number, number, number, text);
        same(gap, Json.write(gap), Json::gap);
        final var quarantined = new Outputs.Quarantined(
                text,
                text,
                text,
                text,
                Outputs.Quarantined.Reason.BACKWARDS,
                Outputs.Quarantined.Status.OPEN,
                number,
                number,
                text);
        same(quarantined, Json.write(quarantined), Json::quarantined);
        final var status = new Outputs.MachineStatus(
                text, MachineState.IDLE, Mode.MANUAL, text, text, number, operation, q, flag ? ID : null, number);
        same(status, Json.write(status), Json::machineStatus);
        final var progress = new Outputs.OperationProgress(
                OPERATION, text, flag, flag, !flag, q, number, text, text, number % 1_000_000, number, number, "e1");
        same(progress, Json.write(progress), Json::operationProgress);
        final var order = new OrderStatus(
                OPERATION, OrderStatus.Phase.FINAL, number, q, text, text, List.of("a", "b"), List.of(), number);
        same(order, Json.write(order), Json::orderStatus);
    }

    @Property(tries = 100)
    void shouldReadBackFiguresExactly(@ForAll final int number, @ForAll("texts") final String text) {
        final Sums sums = new Sums(
                new Times(number, 1, 2, 3, -number, 5, 6),
                new Quantities(number, 1, -1),
                number,
                7,
                new Stops(8, number, 9, 10, -11));
        final Period[] periods = {
            new Period(Period.Kind.HOUR, number, 1, "", null),
            new Period(Period.Kind.DAY, number, 1, "", LocalDate.of(2026, 10, 25)),
            new Period(Period.Kind.SHIFT, number, 1, text, LocalDate.of(2026, 10, 25)),
            new Period(Period.Kind.TOTAL, number, 1, "", null)
        };
        for (final Period period : periods) {
            final CellId id = new CellId(new Scope(Scope.Level.AREA, text), period, number > 0 ? OPERATION : null);
            final var figure = new Figure(id, sums, List.of("packml", text), Figure.State.FINAL, number, number, null);
            same(figure, Json.write(figure), Json::figure);
            final var restated = new Figure(id, sums, List.of(), Figure.State.PROVISIONAL, 3, number, Sums.ZERO);
            same(restated, Json.write(restated), Json::figure);
            final var stood = new Stood(number, 2, number);
            final var downtime = new Downtime(id, new Reason(text, number > 0), stood, Figure.State.FINAL, 4, number);
            same(downtime, Json.write(downtime), Json::downtime);
        }
    }

    @Example
    void shouldWriteKeyFiguresWithSixPlacesAndLeaveOutWhatIsUndefined() {
        final CellId id =
                new CellId(Scope.machine("m"), new Period(Period.Kind.HOUR, 0, 3_600_000_000_000L, "", null), null);
        final Sums sums =
                new Sums(new Times(2_000_000_000L, 0, 1_000_000_000L, 0, 0, 0, 0), Quantities.ZERO, 0, 0, Stops.ZERO);
        final String json = new String(
                Json.write(new Figure(id, sums, List.of("packml"), Figure.State.PROVISIONAL, 1, 0, null)),
                StandardCharsets.UTF_8);

        assertThat(json)
                .contains("\"availability\":0.666667,", "\"pbt\":3,", "\"effectiveness\":0,")
                .doesNotContain("\"oee\"", "mtbf", "difference");
    }

    @Property(tries = 100)
    void shouldReadBackBalancesExactly(@ForAll final int number) {
        final Quantities q = new Quantities(number, 1, -1);
        final var balance =
                new Outputs.Balance("m", q, q, number, number, Quantities.ZERO, q, 1, 2, 3, 4, 5, 6, 7, number);
        same(balance, Json.write(balance), Json::balance);
    }

    @Example
    void shouldReadBackDeadLetters() {
        final byte[] payload = {0, 1, -1};
        final DeadLetter letter =
                DeadLetter.ofRecord(new DeadLetter.Position("t", 3, 4), 5, DeadLetter.PARKED, "why", "m", payload);
        final DeadLetter read = Json.deadLetter(Json.write(letter));

        assertThat(read).usingRecursiveComparison().isEqualTo(letter);
        assertThat(read.origin()).isEqualTo("t/3/4");
    }

    @Example
    void shouldWriteUnitsAsPlainDecimalsAndTimesInUtc() {
        final String json = new String(
                Json.write(new Outputs.Consumption(
                        "m", "e", null, "STEEL", "", 12_500, false, 1_790_000_000_123_000_000L, 7)),
                StandardCharsets.UTF_8);

        assertThat(json)
                .isEqualTo(
                        "{\"machine\":\"m\",\"id\":\"e\",\"material\":\"STEEL\",\"quantity\":12.5,\"backflushed\":false,"
                                + "\"time\":\"2026-09-21T14:13:20.123Z\",\"revision\":7}");
        assertThat(Decimals.plain(1_000_000_000, Decimals.MILLI)).isEqualTo("1000000");
        assertThat(Decimals.plain(-1, Decimals.MILLI)).isEqualTo("-0.001");
    }

    @Example
    void shouldIgnoreFieldsOfNewerWritersAndNameMissingOnes() {
        final byte[] newer =
                ("{\"machine\":\"m\",\"measure\":\"SCRAP\",\"quantity\":1,\"time\":\"2026-09-21T00:00:00Z\",\"revision\":1,"
                                + "\"new\":{\"x\":[1]}}")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(Json.scrapped(newer).quantityMilli()).isEqualTo(1_000);

        assertThatThrownBy(() ->
                        Json.scrapped("{\"machine\":\"m\",\"measure\":\"SCRAP\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quantity");
        assertThatThrownBy(() -> Json.scrapped(new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
    }
}
