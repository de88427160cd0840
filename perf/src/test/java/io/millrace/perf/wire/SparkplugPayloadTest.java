package io.millrace.perf.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SparkplugPayloadTest {

    @Test
    void shouldWriteBirthsWithNamesAliasesAndTypes() {
        final DecodedPayload birth = DecodedPayload.of(SparkplugPayload.birth(
                1_700_000_000_000L,
                255,
                List.of(
                        new SparkplugMetric("State", 10, 1_699_999_999_999L, 6, false),
                        SparkplugMetric.named(SparkplugPayload.REBIRTH, 5, Boolean.FALSE))));
        assertThat(birth.timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(birth.seq()).isEqualTo(255);
        assertThat(birth.metrics())
                .containsExactly(
                        Map.of(1, "State", 2, 10L, 3, 1_699_999_999_999L, 4, 3, 10, 6),
                        Map.of(1, SparkplugPayload.REBIRTH, 3, 5L, 4, 11, 14, false));
    }

    @Test
    void shouldWriteDataByAliasAloneAndMarkWhatIsHistorical() {
        final DecodedPayload data = DecodedPayload.of(SparkplugPayload.data(
                9,
                0,
                List.of(
                        new SparkplugMetric("Order", 14, 7, "1001/0010", false),
                        new SparkplugMetric("Good", 12, 8, 345L, false).asHistorical())));
        assertThat(data.seq()).isZero();
        assertThat(data.metrics())
                .containsExactly(Map.of(2, 14L, 3, 7L, 15, "1001/0010"), Map.of(2, 12L, 3, 8L, 5, true, 11, 345L));
    }

    @Test
    void shouldLeaveTheSequenceOutOfDeaths() {
        final byte[] death =
                SparkplugPayload.birth(3, SparkplugPayload.NO_SEQ, List.of(SparkplugMetric.named("bdSeq", 3, 17L)));
        assertThat(DecodedPayload.of(death))
                .isEqualTo(new DecodedPayload(3, List.of(Map.of(1, "bdSeq", 3, 3L, 4, 4, 11, 17L)), -1));
    }

    @Property
    void shouldKeepEveryCounterValue(@ForAll final long value, @ForAll @LongRange(min = 0) final long timeMs) {
        final DecodedPayload data = DecodedPayload.of(
                SparkplugPayload.data(timeMs, 1, List.of(new SparkplugMetric("Good", 1, timeMs, value, false))));
        assertThat(data.metrics().get(0)).containsEntry(DecodedPayload.LONG, value);
        assertThat(data.timestamp()).isEqualTo(timeMs);
    }

    @Test
    void shouldRecogniseARebirthRequestAndNothingElse() {
        assertThat(SparkplugPayload.asksForRebirth(rebirth(true))).isTrue();
        assertThat(SparkplugPayload.asksForRebirth(rebirth(false))).isFalse();
        assertThat(SparkplugPayload.asksForRebirth(
                        SparkplugPayload.birth(1, 0, List.of(SparkplugMetric.named("Other", 1, true)))))
                .isFalse();
        assertThat(SparkplugPayload.asksForRebirth("rubbish".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void shouldRefuseValuesWithoutADataType() {
        assertThatThrownBy(() -> SparkplugMetric.named("Good", 1, 1.5).dataType())
                .isInstanceOf(IllegalArgumentException.class);
    }

    static byte[] rebirth(final boolean wanted) {
        return SparkplugPayload.birth(1, 0, List.of(SparkplugMetric.named(SparkplugPayload.REBIRTH, 1, wanted)));
    }
}
