package io.millrace.app.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {
    private static final long NS = 1_790_000_000_000_000_000L;

    @Test
    void shouldKnowWhatIsAskedAboutByItsForm() {
        assertThat(Subject.parse("0c0f3e0e-6b1f-5a5e-8a3c-0d7d1f4a9b11"))
                .isEqualTo(new Subject.Told(UUID.fromString("0c0f3e0e-6b1f-5a5e-8a3c-0d7d1f4a9b11")));
        assertThat(Subject.parse("a/b/c/d/e@2026-09-21T14:13:20.5Z"))
                .isEqualTo(new Subject.Piece("a/b/c/d/e", NS + 500_000_000L));
        assertThat(Subject.parse("a/b|hour|2026-09-21T14:13:20Z"))
                .isEqualTo(new Subject.Figure("a/b|hour|2026-09-21T14:13:20Z", "a/b", "hour", NS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a@b", "@2026-09-21T14:13:20Z", "a|hour|b", "0c0f3e0e-6b1f-5a5e-8a3c-0d7d1f4a9b1x"})
    void shouldSayWhatOneCanAskAbout(final String text) {
        assertThatThrownBy(() -> Subject.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MACHINE@FROM");
    }

    @Test
    void shouldConcernWholeStepsOfAPath() {
        final Subject.Figure figure = new Subject.Figure("", "acme/berlin", "hour", NS);
        assertThat(figure.concerns("acme/berlin/press/line1/press1")).isTrue();
        assertThat(figure.concerns("acme/berlin")).isTrue();
        assertThat(figure.concerns("acme/berlin-2/press/line1/press1")).isFalse();
    }
}
