package io.millrace.perf.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.OfficeEvent.ContextCorrected;
import io.millrace.perf.plant.OfficeEvent.SettleRequested;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantTruth.Injected;
import io.millrace.perf.plant.PlantTruth.MachineTruth;
import io.millrace.perf.plant.PlantTruth.OrderTruth;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlantSimulationTest {

    private static final long START_MS = 1_700_000_000_000L;

    @Property(tries = 2_000)
    void shouldTellExactlyWhatTheTruthSays(
            @ForAll final long seed, @ForAll @IntRange(min = 2, max = 90) final int seconds) {
        final Run run = run(PlantLayout.of(5), seed, 4, seconds, 50);
        for (final MachineTruth truth : run.truth().machines()) {
            final Listener heard = run.listener(truth.machine());
            assertThat(heard.units(Measure.GOOD))
                    .as(truth.machine())
                    .isEqualTo(truth.made().good());
            assertThat(heard.units(Measure.SCRAP))
                    .as(truth.machine())
                    .isEqualTo(truth.made().scrap());
            assertThat(heard.unattributed).isEqualTo(truth.injected().unattributed());
            assertThat(heard.quarantined).isEqualTo(truth.injected().quarantined());
            assertThat(heard.duplicates).isEqualTo(truth.injected().duplicates());
            assertThat(heard.backwards).isEqualTo(truth.injected().bogus());
            assertThat(heard.borderInsideStep).isEmpty();
            assertThat(ordersOf(heard)).isEqualTo(ordersOf(truth));
        }
    }

    @Test
    void shouldInjectEachKindInThirtySeconds() {
        for (long seed = 0; seed < 2_000; seed++) {
            assertEachKind(seed);
        }
    }

    private static void assertEachKind(final long seed) {
        final Map<String, Injected> injected = run(PlantLayout.of(5), seed, 4, 30, 5).truth().machines().stream()
                .collect(Collectors.toMap(MachineTruth::machine, MachineTruth::injected));
        assertThat(injected.values())
                .allSatisfy(all -> assertThat(all.duplicates()).isPositive());
        final Injected press1 = injected.get("demo/berlin/press/line1/press1");
        final Injected mill1 = injected.get("demo/berlin/mill/line2/mill1");
        final Injected mill2 = injected.get("demo/berlin/mill/line2/mill2");
        final Injected pack1 = injected.get("demo/berlin/pack/line3/pack1");
        assertThat(press1.wraps()).as("seed %d", seed).isPositive();
        assertThat(List.of(press1.corrections(), mill1.corrections(), pack1.corrections()))
                .as("seed %d", seed)
                .doesNotContain(0L);
        assertThat(mill1.resets()).isEqualTo(1);
        assertThat(mill2.bogus()).isEqualTo(1);
        assertThat(List.of(pack1.unattributed(), pack1.quarantined(), pack1.late()))
                .as("seed %d", seed)
                .doesNotContain(0L);
    }

    @Test
    void shouldInjectOnlyInTheFirstPartAndCorrectAfterTheMiddle() {
        for (long seed = 0; seed < 200; seed++) {
            final Run run = run(PlantLayout.of(5), seed, 4, 40, 5);
            final long windowEndMs = START_MS + 18_000;
            run.recording().machines.values().stream()
                    .flatMap(List::stream)
                    .filter(event -> event instanceof MachineEvent.ToldAgain
                            || event instanceof MachineEvent.CounterReset
                            || event instanceof MachineEvent.BogusReading)
                    .forEach(event -> assertThat(event.timeMs()).isLessThanOrEqualTo(windowEndMs + 5));
            assertThat(corrections(run)).isNotEmpty().allSatisfy(correction -> assertThat(correction.timeMs())
                    .isGreaterThanOrEqualTo(START_MS + 22_000));
        }
    }

    @Test
    void shouldNotDependOnHowOftenItIsStepped() {
        final Run fine = run(PlantLayout.of(10), 7, 4, 30, 1);
        final Run coarse = run(PlantLayout.of(10), 7, 4, 30, 977);
        assertThat(coarse.recording().machines).isEqualTo(fine.recording().machines);
        assertThat(coarse.recording().office).isEqualTo(fine.recording().office);
        assertThat(coarse.truth()).isEqualTo(fine.truth());
    }

    @Test
    void shouldLetTimesStrictlyIncreasePerMachineWhereNothingIsToldLate() {
        final Run run = run(PlantLayout.of(4), 3, 4, 60, 5);
        run.recording().machines.forEach((machine, events) -> {
            long lastMs = 0;
            for (final MachineEvent event : events) {
                if (!(event instanceof MachineEvent.ToldAgain)) {
                    assertThat(event.timeMs()).as("%s %s", machine, event).isGreaterThan(lastMs);
                    lastMs = event.timeMs();
                }
            }
        });
    }

    @Test
    void shouldChangeOrdersAboutEveryTenSecondsAndMakeMoreThanPlannedNowAndThen() {
        final PlantLayout layout = PlantLayout.of(5);
        final Run run = run(layout, 11, 4, 300, 5);
        final Machine press1 = layout.machines().get(0);
        final long changes = run.recording().machines.get(press1).stream()
                .filter(OrderChanged.class::isInstance)
                .count();
        assertThat(changes).isBetween(25L, 45L);
        final Map<String, Long> made = run.truth().machines().stream()
                .flatMap(machine -> machine.orders().stream())
                .collect(Collectors.groupingBy(OrderTruth::order, Collectors.summingLong(OrderTruth::good)));
        assertThat(layout.queues().stream().flatMap(queue -> queue.orders().stream()))
                .anyMatch(order -> made.getOrDefault(order.order(), 0L) > order.planned() + 1);
    }

    @Test
    void shouldKeepTheTruthAtHighAndLowRatesAndWithManyMachines() {
        final SplittableRandom seeds = new SplittableRandom(42);
        for (final double rate : List.of(0.5, 1.0, 50.0, 1_000.0, 5_000.0)) {
            final PlantLayout layout = PlantLayout.of(12, rate, 60);
            final Run run = run(layout, seeds.nextLong(), rate, 30, 20);
            for (final MachineTruth truth : run.truth().machines()) {
                final Listener heard = run.listener(truth.machine());
                assertThat(heard.units(Measure.GOOD)).isEqualTo(truth.made().good());
                assertThat(ordersOf(heard)).isEqualTo(ordersOf(truth));
                assertThat(truth.made().good() / 30.0).isBetween(rate * 0.3, rate * 1.1 + 1);
            }
        }
    }

    @Test
    void shouldHoldTheResetBackWhileNobodyListens() {
        final Recording recording = new Recording();
        final PlantSimulation simulation = new PlantSimulation(PlantLayout.of(5), 1, 4, recording, machine -> false);
        simulation.start(START_MS, 30_000);
        simulation.advanceTo(START_MS + 30_000);
        simulation.finish(START_MS + 30_000);
        assertThat(simulation.truth().machines()).allSatisfy(machine -> {
            assertThat(machine.injected().resets()).isZero();
            assertThat(machine.injected().bogus()).isZero();
        });
    }

    @Test
    void shouldEndEachRunWithoutAnOrderAndIdleAndAskToSettleEveryMachine() {
        final Run run = run(PlantLayout.of(5), 5, 4, 12, 5);
        run.recording().machines.values().forEach(events -> {
            assertThat(events.get(events.size() - 1))
                    .isInstanceOfSatisfying(MachineEvent.StateChanged.class, changed -> assertThat(changed.state())
                            .isEqualTo(MachineState.IDLE));
            final List<OrderChanged> changes = events.stream()
                    .filter(OrderChanged.class::isInstance)
                    .map(OrderChanged.class::cast)
                    .toList();
            assertThat(changes.get(changes.size() - 1).order()).isEmpty();
        });
        assertThat(run.recording().office.stream().filter(SettleRequested.class::isInstance))
                .hasSize(5);
        assertThat(run.truth().finished()).isTrue();
        assertThat(run.truth().global()).isEqualTo(new PlantTruth.Global(1, 1));
    }

    @Test
    void shouldStopEarlyWithEverythingTold() {
        final Recording recording = new Recording();
        final PlantSimulation simulation = new PlantSimulation(PlantLayout.of(5), 9, 4, recording, machine -> true);
        simulation.start(START_MS, 60_000);
        simulation.advanceTo(START_MS + 17_000);
        simulation.finish(START_MS + 17_000);
        for (final MachineTruth truth : simulation.truth().machines()) {
            final Listener heard = new Run(PlantLayout.of(5), recording, simulation.truth()).listener(truth.machine());
            assertThat(heard.units(Measure.GOOD)).isEqualTo(truth.made().good());
            assertThat(ordersOf(heard)).isEqualTo(ordersOf(truth));
        }
    }

    @Test
    void shouldGiveEachCountAnIdOfItsOwn() {
        final Run run = run(PlantLayout.of(5), 2, 4, 60, 5);
        final List<String> ids = run.recording().machines.values().stream()
                .flatMap(List::stream)
                .filter(Counted.class::isInstance)
                .map(event -> ((Counted) event).id())
                .toList();
        assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    }

    private static List<ContextCorrected> corrections(final Run run) {
        return run.recording().office.stream()
                .filter(ContextCorrected.class::isInstance)
                .map(ContextCorrected.class::cast)
                .toList();
    }

    private static Map<String, List<Long>> ordersOf(final Listener heard) {
        return heard.orders.entrySet().stream()
                .filter(order -> order.getValue()[0] + order.getValue()[1] > 0)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, order -> List.of(order.getValue()[0], order.getValue()[1])));
    }

    private static Map<String, List<Long>> ordersOf(final MachineTruth truth) {
        return truth.orders().stream()
                .filter(order -> order.good() + order.scrap() > 0)
                .collect(Collectors.toMap(
                        order -> order.order() + "/" + order.operation(),
                        order -> List.of(order.good(), order.scrap())));
    }

    private static Run run(
            final PlantLayout layout, final long seed, final double rate, final int seconds, final long stepMs) {
        final Recording recording = new Recording();
        final PlantSimulation simulation = new PlantSimulation(layout, seed, rate, recording, machine -> true);
        simulation.sit(START_MS - 1_000);
        simulation.start(START_MS, seconds * 1_000L);
        long nowMs = START_MS;
        while (!simulation.isOver(nowMs)) {
            nowMs += stepMs;
            simulation.advanceTo(nowMs);
        }
        simulation.finish(START_MS + seconds * 1_000L);
        simulation.requestSettlement(START_MS + seconds * 1_000L + 100);
        return new Run(layout, recording, simulation.truth());
    }

    private record Run(PlantLayout layout, Recording recording, PlantTruth truth) {

        Listener listener(final String machine) {
            final Machine heard = layout.machine(machine);
            return new Listener(heard, recording.machines.getOrDefault(heard, List.of()), recording.office);
        }
    }
}
