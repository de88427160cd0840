package io.millrace.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation.Kind;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import org.junit.jupiter.api.Test;

/** An id is a function of what is said, so that the same thing said again is recognised. */
class ConfirmationIdTest {
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");
    private static final String MACHINE = "acme/berlin/press/line1/press1";
    private static final Quantities TOLD = new Quantities(5_000, 1_000, 500);
    private static final UUID ID = ConfirmationId.of(OPERATION, MACHINE, 3, Kind.PARTIAL, TOLD, Activity.NONE, null);

    @Property
    void shouldBeANameBasedUuidOfVersionFive(
            @ForAll @NumericChars final String order,
            @ForAll @AlphaChars final String machine,
            @ForAll final long good) {
        final UUID id = ConfirmationId.of(
                new OperationKey(order, "0010"),
                machine,
                1,
                Kind.PARTIAL,
                new Quantities(good, 0, 0),
                Activity.NONE,
                null);
        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void shouldBeTheSameForTheSameContent() {
        assertThat(ConfirmationId.of(
                        new OperationKey("1001", "0010"),
                        new String(MACHINE.toCharArray()),
                        3,
                        Kind.PARTIAL,
                        new Quantities(5_000, 1_000, 500),
                        Activity.NONE,
                        null))
                .isEqualTo(ID);
    }

    @Test
    void shouldNeverChangeBetweenReleases() {
        assertThat(ID).hasToString("11e317fc-c138-5c49-ba80-4a65c2ae7da0");
    }

    @Test
    void shouldChangeWithEverythingThatIsSaid() {
        final UUID other = UUID.fromString("00000000-0000-5000-8000-000000000001");
        assertThat(new UUID[] {
                    ID,
                    ConfirmationId.of(
                            new OperationKey("1002", "0010"), MACHINE, 3, Kind.PARTIAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(
                            new OperationKey("1001", "0020"), MACHINE, 3, Kind.PARTIAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(
                            OPERATION, "acme/berlin/press/line1/press2", 3, Kind.PARTIAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(OPERATION, "", 3, Kind.PARTIAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.PARTIAL, TOLD, new Activity(1, 0, 0, 0), null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.PARTIAL, TOLD, new Activity(0, 1, 0, 0), null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.PARTIAL, TOLD, new Activity(0, 0, 1, 0), null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.PARTIAL, TOLD, new Activity(0, 0, 0, 1), null),
                    ConfirmationId.of(OPERATION, MACHINE, 4, Kind.PARTIAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.CORRECTION, TOLD, Activity.NONE, null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.REVERSAL, TOLD, Activity.NONE, null),
                    ConfirmationId.of(OPERATION, MACHINE, 3, Kind.REVERSAL, TOLD, Activity.NONE, other),
                    ConfirmationId.of(
                            OPERATION,
                            MACHINE,
                            3,
                            Kind.PARTIAL,
                            new Quantities(5_001, 1_000, 500),
                            Activity.NONE,
                            null),
                    ConfirmationId.of(
                            OPERATION,
                            MACHINE,
                            3,
                            Kind.PARTIAL,
                            new Quantities(5_000, 1_001, 500),
                            Activity.NONE,
                            null),
                    ConfirmationId.of(
                            OPERATION,
                            MACHINE,
                            3,
                            Kind.PARTIAL,
                            new Quantities(5_000, 1_000, 501),
                            Activity.NONE,
                            null),
                    ConfirmationId.of(
                            OPERATION, MACHINE, 3, Kind.PARTIAL, new Quantities(1_000, 5_000, 500), Activity.NONE, null)
                })
                .doesNotHaveDuplicates();
    }
}
