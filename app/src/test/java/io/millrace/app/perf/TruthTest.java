package io.millrace.app.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Quantities;
import org.junit.jupiter.api.Test;

class TruthTest {
    private static final Quantities ZERO = Quantities.ZERO;

    @Test
    void shouldFindNoFaultWhereEverythingMadeIsTold() {
        assertThat(Truth.fault("m", 5_000, balance(5_000, 5_000, 0))).isNull();
        assertThat(Truth.fault("m", 0, null)).isNull();
    }

    @Test
    void shouldFindWhatIsLostUntoldOrToldTooOften() {
        assertThat(Truth.fault("m", 5_000, null)).contains("no balance");
        assertThat(Truth.fault("m", 5_000, balance(5_000, 4_000, 0))).contains("made 5", "told 4");
        assertThat(Truth.fault("m", 5_000, balance(5_000, 6_000, 0))).contains("told 6");
        assertThat(Truth.fault("m", 5_000, balance(4_000, 4_000, 1_000))).contains("unattributed 1");
    }

    private static Balance balance(final long attributed, final long told, final long unattributed) {
        return new Balance(
                "m",
                new Quantities(attributed, 0, 0),
                new Quantities(unattributed, 0, 0),
                0,
                0,
                new Quantities(told, 0, 0),
                ZERO,
                1,
                0,
                0,
                0,
                0,
                0,
                1,
                0);
    }
}
