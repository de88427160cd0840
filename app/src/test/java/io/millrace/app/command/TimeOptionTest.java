package io.millrace.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class TimeOptionTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private final TimeOption option = new TimeOption(() -> NOON);

    @Test
    void shouldTakeInstantsLocalTimesAndDurationsBack() {
        assertThat(option.convert("2026-11-20T12:00:00Z")).isEqualTo(NOON);
        assertThat(option.convert("2026-11-20T13:00+01:00")).isEqualTo(NOON);
        assertThat(option.convert("2026-11-20T13:00+01:00[Europe/Berlin]")).isEqualTo(NOON);
        assertThat(option.convert("2026-11-20T13:00[Europe/Berlin]")).isEqualTo(NOON);
        assertThat(option.convert("-2h")).isEqualTo("2026-11-20T10:00:00Z");
    }

    @Test
    void shouldNotGuessAZone() {
        assertThatThrownBy(() -> option.convert("2026-11-20T13:00"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("Europe/Berlin");
        assertThatThrownBy(() -> option.convert("-yesterday")).isInstanceOf(TypeConversionException.class);
    }
}
