package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Transition;
import io.millrace.core.event.UnknownEventException;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.store.WriteBehindStore;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionTopologyTest {
    private static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final OperationKey SECOND = new OperationKey("1002", "0010");
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/berlin/press/line1/press2";

    private final Drive drive = newDrive();
    private final Shift press1 = new Shift(PRESS_1);
    private final Shift press2 = new Shift(PRESS_2);

    private static Drive newDrive() {
        return new Drive(topics -> ProductionTopology.build(topics, "production"), topics -> topics.events());
    }

    @AfterEach
    void close() {
        drive.close();
    }

    private void define() {
        drive.pipe(
                "",
                Shift.machineDefined(PRESS_1),
                Shift.machineDefined(PRESS_2),
                Shift.operationDefined(FIRST, 20_000, 5_000),
                Shift.operationDefined(SECOND, 20_000, 5_000));
    }

    private static Quantities sum(final List<Confirmation> confirmations, final OperationKey operation) {
        return confirmations.stream()
                .filter(each -> each.operation().equals(operation))
                .map(Confirmation::quantity)
                .reduce(Quantities.ZERO, Quantities::plus);
    }

    @Test
    void shouldConfirmWhatTheCounterCounted() {
        define();
        drive.pipe(PRESS_1, press1.made(0), press1.started(FIRST), press1.made(3), press1.made(3), press1.made(1));
        drive.pipe(PRESS_1, press1.completed(FIRST));
        assertThat(drive.confirmations()).extracting(Confirmation::kind).doesNotContain(Confirmation.Kind.FINAL);
        drive.pipe(PRESS_1, press1.tick());

        final List<Confirmation> confirmations = drive.confirmations();
        assertThat(confirmations)
                .extracting(Confirmation::kind)
                .containsExactly(Confirmation.Kind.PARTIAL, Confirmation.Kind.PARTIAL, Confirmation.Kind.FINAL);
        assertThat(sum(confirmations, FIRST)).isEqualTo(new Quantities(7_000, 0, 0));
        assertThat(confirmations.get(0).material()).isEqualTo("FG-1");
        assertThat(drive.said().get(drive.topics.confirmations()))
                .extracting(TestRecord::key)
                .containsOnly("1001/0010");
    }

    @Test
    void shouldDropWhatTheGatewaySendsAgain() {
        define();
        final byte[] reading = press1.made(6);
        drive.pipe(PRESS_1, press1.started(FIRST), reading);
        final int before = drive.confirmations().size();

        drive.pipe(PRESS_1, reading, reading);

        assertThat(drive.confirmations()).hasSize(before);
        drive.pipe(PRESS_1, press1.tick());
        assertThat(drive.values(drive.topics.balances(), Json::balance))
                .last()
                .satisfies(balance -> assertThat(balance.resent()).isEqualTo(2));
    }

    @Test
    void shouldMoveUnitsWhenTheOrderStartComesLate() {
        define();
        drive.pipe(PRESS_1, press1.made(0), press1.started(FIRST), press1.made(5));
        final long changeoverNs = press1.nowNs() + 1;
        drive.pipe(PRESS_1, press1.made(5));
        assertThat(sum(drive.confirmations(), FIRST).goodMilli()).isEqualTo(10_000);

        drive.pipe(PRESS_1, press1.context(Transition.COMPLETED, FIRST, changeoverNs));
        drive.pipe(PRESS_1, press1.context(Transition.STARTED, SECOND, changeoverNs));
        drive.pipe(PRESS_1, press1.settleRequested());

        final List<Confirmation> confirmations = drive.confirmations();
        assertThat(sum(confirmations, FIRST).goodMilli()).isEqualTo(5_000);
        assertThat(sum(confirmations, SECOND).goodMilli()).isEqualTo(5_000);
        assertThat(confirmations).extracting(Confirmation::kind).contains(Confirmation.Kind.REVERSAL);
        assertThat(confirmations).extracting(Confirmation::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldSayFinalOnceWhenBothMachinesHaveCompleted() {
        define();
        drive.pipe(PRESS_1, press1.made(0), press1.started(FIRST), press1.made(12));
        drive.pipe(PRESS_2, press2.made(0), press2.started(FIRST), press2.made(10));
        drive.pipe(PRESS_1, press1.completed(FIRST));
        assertThat(drive.confirmations()).extracting(Confirmation::kind).doesNotContain(Confirmation.Kind.FINAL);

        drive.pipe(PRESS_2, press2.completed(FIRST), press2.tick());
        drive.pipe(PRESS_1, press1.tick());
        drive.pipe(PRESS_2, press2.passSeconds(5).tick());

        assertThat(drive.confirmations())
                .filteredOn(each -> each.kind() == Confirmation.Kind.FINAL)
                .singleElement()
                .satisfies(each -> assertThat(each.toldAfter().goodMilli()).isEqualTo(22_000));
        assertThat(drive.values(drive.topics.orderStatus(), Json::orderStatus))
                .last()
                .satisfies(status -> {
                    assertThat(status.phase()).isEqualTo(OrderStatus.Phase.FINAL);
                    assertThat(status.machines()).containsExactly(PRESS_1, PRESS_2);
                });
        assertThat(drive.values(drive.topics.milestones(), Json::milestone))
                .extracting(Milestone::type)
                .contains(Milestone.Type.PLANNED_REACHED, Milestone.Type.OVERPRODUCED);
    }

    @Test
    void shouldRefuseWhatIsNoEventAndGoOn() {
        define();
        final byte[] garbage = "no event at all".getBytes(StandardCharsets.UTF_8);
        final byte[] whole = press1.made(1);
        final byte[] torn = Arrays.copyOf(whole, whole.length - 10);

        drive.pipe(PRESS_1, garbage, new byte[0], torn);
        drive.pipe(PRESS_1, press1.made(0), press1.started(FIRST), press1.made(6));

        final List<DeadLetter> letters = drive.values(drive.topics.deadLetters(), Json::deadLetter);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly(DeadLetter.UNDECODABLE);
        assertThat(letters).extracting(DeadLetter::payload).containsExactly(garbage, new byte[0], torn);
        assertThat(letters.get(0).position()).isEqualTo(new DeadLetter.Position(drive.topics.events(), 0, 4));
        assertThat(drive.confirmations()).isNotEmpty();
    }

    @Test
    void shouldSkipMarkers() {
        drive.pipe(PRESS_1, new byte[1][]);

        assertThat(drive.said()).isEmpty();
    }

    @Test
    void shouldStopAtAnEventItIsTooOldFor() {
        final byte[] newer = press1.made(1);
        newer[2] = 99; // the template id, whose place in the message header is fixed

        assertThatThrownBy(() -> drive.pipe(PRESS_1, newer)).hasRootCauseInstanceOf(UnknownEventException.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldParkAMachineWhoseAccountCannotBeReadAndServeTheOthers() {
        define();
        final KeyValueStore<String, byte[]> heads =
                ((WriteBehindStore<String>) drive.driver.getStateStore(MachineProcessor.HEADS)).entries();
        heads.put(PRESS_1, new byte[] {1, 1});

        drive.pipe(PRESS_1, press1.made(0), press1.made(6));
        drive.pipe(PRESS_2, press2.made(0), press2.started(FIRST), press2.made(6));

        assertThat(drive.values(drive.topics.deadLetters(), Json::deadLetter))
                .hasSize(2)
                .allSatisfy(letter -> {
                    assertThat(letter.reason()).isEqualTo(DeadLetter.PARKED);
                    assertThat(letter.machine()).isEqualTo(PRESS_1);
                });
        assertThat(heads.get(PRESS_1)).isEqualTo(new byte[] {1, 1});
        assertThat(sum(drive.confirmations(), FIRST).goodMilli()).isEqualTo(6_000);
    }

    @Test
    void shouldSayIntervalsGapsScrapAndConsumption() {
        define();
        drive.pipe(PRESS_1, press1.state(MachineState.EXECUTE, ""), press1.state(MachineState.HELD, "JAM"));
        drive.pipe(PRESS_1, press1.state(MachineState.EXECUTE, ""), press1.started(FIRST));
        drive.pipe(PRESS_1, press1.said(new Fact.ScrapDeclared(500, "DENT", "", "")));
        drive.pipe(PRESS_1, press1.said(new Fact.MaterialConsumed(12_500, "STEEL", "L-1", "", "")));
        drive.pipe(PRESS_1, press1.skipOne().tick());

        assertThat(drive.values(drive.topics.stateIntervals(), Json::stateInterval))
                .anySatisfy(interval -> assertThat(interval.reason()).isEqualTo("JAM"));
        assertThat(drive.values(drive.topics.gaps(), Json::gap))
                .extracting(Gap::type)
                .containsExactly(Gap.Type.HOLE);
        assertThat(drive.values(drive.topics.scrap(), Json::scrapped))
                .singleElement()
                .satisfies(scrap -> assertThat(scrap.quantityMilli()).isEqualTo(500));
        assertThat(drive.values(drive.topics.consumption(), Json::consumption))
                .singleElement()
                .satisfies(consumed -> assertThat(consumed.operation()).isEqualTo(FIRST));
    }

    /** What a reader of the differences adds up is what the machine counted, late contexts and repeats included. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34})
    void shouldSayCountsThatAddUpToTheQuantitiesAndTheBalance(final long seed) {
        define();
        new RandomShift(PRESS_1, seed, List.of(FIRST, SECOND)).events.forEach(each -> drive.pipe(PRESS_1, each));

        final List<Counted> counts = drive.values(drive.topics.counts(), Json::counted);
        final Map<OperationKey, Quantities> stated = new HashMap<>();
        drive.values(drive.topics.quantities(), Json::quantity)
                .forEach(each -> stated.put(each.operation(), each.counted()));
        assertThat(stated).as("seed %d", seed).containsOnlyKeys(FIRST, SECOND);
        stated.forEach((operation, counted) -> assertThat(
                        added(counts.stream().filter(each -> operation.equals(each.operation()))))
                .as("seed %d, %s", seed, operation)
                .isEqualTo(counted));

        final List<Balance> balances = drive.values(drive.topics.balances(), Json::balance);
        final Balance last = balances.get(balances.size() - 1);
        assertThat(added(counts.stream()))
                .as("seed %d", seed)
                .isEqualTo(last.attributed().plus(last.unattributed()));
    }

    private static Quantities added(final Stream<Counted> counts) {
        return counts.map(Counted::quantities).reduce(Quantities.ZERO, Quantities::plus);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void shouldSayTheSameByteForByteToTheSameInput(final long seed) {
        assertThat(transcript(seed))
                .as("seed %d", seed)
                .isEqualTo(transcript(seed))
                .hasSizeGreaterThan(50);
    }

    private static List<String> transcript(final long seed) {
        try (Drive fresh = newDrive()) {
            fresh.pipe("", Shift.machineDefined(PRESS_1), Shift.operationDefined(FIRST, 20_000, 4_000));
            new RandomShift(PRESS_1, seed, List.of(FIRST, SECOND)).events.forEach(each -> fresh.pipe(PRESS_1, each));
            return fresh.transcript();
        }
    }
}
