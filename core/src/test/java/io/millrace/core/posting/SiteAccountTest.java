package io.millrace.core.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.plant.OperationKey;
import org.junit.jupiter.api.Test;

/** Where nobody posts, a site's account must not grow with every operation. */
class SiteAccountTest {
    @Test
    void shouldRememberTheOldestAndStopGrowing() {
        final SiteAccount account = new SiteAccount("acme/berlin");
        for (int i = 0; i < SiteAccount.KEPT; i++) {
            account.apply(unposted(i));
        }
        final int full = account.write().length;
        for (int i = SiteAccount.KEPT; i < 10 * SiteAccount.KEPT; i++) {
            account.apply(unposted(i));
        }
        assertThat(account.write().length).isLessThanOrEqualTo(full);
        assertThat(account.apply(unposted(9_999)).oldestUnpostedNs()).isZero();
    }

    private static SiteChange unposted(final int number) {
        return new SiteChange(
                "acme/berlin",
                new OperationKey("%05d".formatted(number), "0010"),
                "PCE",
                Figures.NONE,
                number * 1_000L,
                number * 1_000L);
    }
}
