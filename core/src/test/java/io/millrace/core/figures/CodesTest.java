package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.UnknownEventException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes lie in stored aggregates and events: they never change. */
class CodesTest {
    @ParameterizedTest
    @CsvSource({"PRODUCTION,0", "SETUP,1", "DELAY,2", "DOWN,3", "PLANNED,4", "UNSCHEDULED,5", "UNKNOWN,6"})
    void shouldKeepTheCodesOfTimeElements(final TimeElement element, final int code) {
        assertThat(element.code()).isEqualTo(code);
        assertThat(TimeElement.of(code)).isEqualTo(element);
    }

    @ParameterizedTest
    @CsvSource({"UNPLANNED,0", "PLANNED,1", "SETUP,2", "FAILURE,3"})
    void shouldKeepTheCodesOfReasonCategories(final ReasonCategory category, final int code) {
        assertThat(category.code()).isEqualTo(code);
        assertThat(ReasonCategory.of(code)).isEqualTo(category);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, 255})
    void shouldRefuseCodesItDoesNotKnow(final int code) {
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> TimeElement.of(code))
                .withMessageContaining("TimeElement " + code);
        assertThatExceptionOfType(UnknownEventException.class)
                .isThrownBy(() -> ReasonCategory.of(code))
                .withMessageContaining("ReasonCategory " + code);
    }
}
