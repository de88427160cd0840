package io.millrace.topology.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    @Test
    void shouldRefuseOneMoreThanAllowedWithinTheWindowAndAllowAgainBehindIt() {
        final RestartBudget budget = new RestartBudget(2, Duration.ofSeconds(10));
        final long secondNs = 1_000_000_000L;

        assertThat(budget.tryTake(0)).isTrue();
        assertThat(budget.tryTake(4 * secondNs)).isTrue();
        assertThat(budget.tryTake(9 * secondNs)).isFalse();
        assertThat(budget.tryTake(11 * secondNs)).isTrue();
        assertThat(budget.tryTake(12 * secondNs)).isFalse();
    }
}
