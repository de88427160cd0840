package io.millrace.topology.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** What is quick says the same as what the JDK says. */
class DecimalsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Property
    void shouldWriteTimesAsTheJdkDoes(
            @ForAll final long ns, @ForAll @LongRange(min = 0, max = 4_000_000_000L) final long second) {
        for (final long time : new long[] {
            ns, second * SECOND_NS, second * SECOND_NS + 5_000_000, second * SECOND_NS + 70_000, second * SECOND_NS + 9
        }) {
            final Instant instant =
                    Instant.ofEpochSecond(Math.floorDiv(time, SECOND_NS), Math.floorMod(time, SECOND_NS));
            assertThat(Decimals.time(time)).isEqualTo(instant.toString());
            assertThat(Decimals.time(instant.toString())).isEqualTo(time);
        }
    }

    @Property
    void shouldWriteDecimalsAsTheJdkDoes(@ForAll final long value) {
        for (final int scale : new int[] {Decimals.MILLI, Decimals.MICRO, Decimals.NANO}) {
            final BigDecimal decimal = BigDecimal.valueOf(value, scale);
            final String expected =
                    value == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
            assertThat(Decimals.plain(value, scale)).isEqualTo(expected);
        }
    }

    @Example
    void shouldReadOtherFormsOfTimeToo() {
        assertThat(Decimals.time("2026-09-21T06:00:00.5Z")).isEqualTo(1_789_970_400_500_000_000L);
        assertThat(Decimals.time("2026-09-21T06:00:00.123456789Z")).isEqualTo(1_789_970_400_123_456_789L);
        assertThat(Decimals.time("2026-03-31T23:59:59Z"))
                .isEqualTo(Instant.parse("2026-03-31T23:59:59Z").getEpochSecond() * SECOND_NS);
        for (final String wrong : new String[] {
            "",
            "yesterday",
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-09-21 06:00:00Z",
            "2026-09-21T06:00:00",
            "2026-09-21T06:00:61Z",
            "2026-09-21T06:00:00.Z0",
            "2026-09-21T06:00:00.1234567890Z"
        }) {
            assertThatThrownBy(() -> Decimals.time(wrong)).as(wrong).isInstanceOf(DateTimeException.class);
        }
    }
}
