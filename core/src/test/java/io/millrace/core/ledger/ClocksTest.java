package io.millrace.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClocksTest {
    private static final long LIMIT_NS = Clocks.BEHIND_AT_MOST_NS;

    private final Clocks clocks = new Clocks();

    @Test
    void shouldKnowNothingToBePastBeforeTheFirst() {
        assertThat(clocks.watermarkNs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void shouldGoByTheSlowest() {
        clocks.set("a", 100);
        assertThat(clocks.watermarkNs()).isEqualTo(100);
        clocks.set("b", 40);
        assertThat(clocks.watermarkNs()).isEqualTo(40);
        clocks.set("b", 150);
        assertThat(clocks.watermarkNs()).isEqualTo(100);
    }

    @Test
    void shouldNotWaitForOneThatIsFarBehind() {
        clocks.set("a", 0);
        assertThat(clocks.set("b", LIMIT_NS)).isEmpty();
        assertThat(clocks.watermarkNs()).isZero();
        assertThat(clocks.set("b", LIMIT_NS + 1)).containsExactly("a");
        assertThat(clocks.watermarkNs()).isEqualTo(LIMIT_NS + 1);
    }

    @Test
    void shouldWaitAgainForOneThatHasCaughtUp() {
        clocks.set("b", LIMIT_NS + 10);
        assertThat(clocks.set("a", 9)).containsExactly("a");
        assertThat(clocks.watermarkNs()).isEqualTo(LIMIT_NS + 10);
        assertThat(clocks.set("a", 10)).isEmpty();
        assertThat(clocks.watermarkNs()).isEqualTo(10);
    }

    /** A gateway's clock ran ahead and is put right. */
    @Test
    void shouldFollowAClockThatGoesBack() {
        clocks.set("a", 100 * LIMIT_NS);
        assertThat(clocks.set("b", 5)).containsExactly("b");
        assertThat(clocks.set("a", 7)).isEmpty();
        assertThat(clocks.set("b", 6)).isEmpty();
        assertThat(clocks.watermarkNs()).isEqualTo(6);
    }
}
