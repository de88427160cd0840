package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.posting.RejectedPolicy;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.topic.Topics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConservationTest {
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/berlin/press/line1/press2";
    private static final OperationKey FIRST = new OperationKey("1001", "0010");

    private final Conservation conservation = new Conservation();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        conservation.bindTo(registry);
    }

    @Test
    void shouldShowTheSumOfTheMachinesAndNoDifference() {
        final Shift press1 = new Shift(PRESS_1);
        final Shift press2 = new Shift(PRESS_2);
        try (Drive drive = new Drive(
                topics -> ProductionTopology.build(topics, "driven", RejectedPolicy.RETURN, conservation),
                Topics::events)) {
            drive.pipe("", Shift.machineDefined(PRESS_1), Shift.machineDefined(PRESS_2));
            drive.pipe("", Shift.operationDefined(FIRST, 0, 5_000));
            drive.pipe(PRESS_1, press1.made(0), press1.started(FIRST), press1.made(7), press1.tick());
            drive.pipe(PRESS_1, press1.made(4), press1.wentBack(3), press1.tick());
            drive.pipe(PRESS_2, press2.made(0), press2.made(2), press2.tick());
            drive.pipe(PRESS_1, press1.made(3), press1.completed(FIRST), press1.tick());

            assertThat(shown("machines")).isEqualTo(2);
            assertThat(shown("attributed")).isEqualTo(14);
            assertThat(shown("told")).isEqualTo(14);
            assertThat(shown("unattributed")).isEqualTo(2);
            assertThat(shown("pending")).isZero();
            assertThat(shown("difference")).isZero();
            assertThat(shown("machines.out.of.balance")).isZero();
        }
        assertThat(shown("machines")).as("after the task's end").isZero();
    }

    @Test
    void shouldShowAConfirmationThatIsNotInTheBalance() {
        final Conservation.Part part = conservation.part();
        part.begin();
        part.stated(balance(10_000, 10_000));
        part.confirmed(PRESS_1, good(5_000));
        part.counted(PRESS_1, good(5_000));
        part.stated(balance(15_000, 15_000));
        assertThat(shown("difference")).isZero();

        part.confirmed(PRESS_1, good(2_500));
        part.stated(balance(15_000, 15_000));
        assertThat(shown("difference")).isEqualTo(2.5);
        assertThat(shown("machines.out.of.balance")).isEqualTo(1);

        part.stated(balance(15_000, 15_000));
        assertThat(shown("difference")).as("it stays").isEqualTo(2.5);
    }

    @Test
    void shouldShowUnitsThatNoCountSpeaksOf() {
        final Conservation.Part part = conservation.part();
        part.begin();
        part.stated(balance(10_000, 10_000));
        part.stated(balance(11_000, 10_000));
        assertThat(shown("difference")).isEqualTo(1);
        assertThat(shown("pending")).isEqualTo(1);
    }

    @Test
    void shouldNotCompareWithABalanceFromBeforeTheStart() {
        final Conservation.Part part = conservation.part();
        part.begin();
        part.kept(balance(10_000, 10_000));
        assertThat(shown("attributed")).isEqualTo(10);
        part.counted(PRESS_1, good(9_000));
        part.stated(balance(12_000, 12_000));
        assertThat(shown("attributed")).isEqualTo(12);
        assertThat(shown("difference")).isZero();
    }

    private double shown(final String name) {
        return registry.get("millrace.conservation." + name).gauge().value();
    }

    private static Quantities good(final long milli) {
        return new Quantities(milli, 0, 0);
    }

    private static Balance balance(final long attributed, final long told) {
        return new Balance(
                PRESS_1, good(attributed), Quantities.ZERO, 0, 0, good(told), Quantities.ZERO, 1, 0, 0, 0, 0, 0, 1, 1);
    }
}
