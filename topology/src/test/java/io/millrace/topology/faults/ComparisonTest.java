package io.millrace.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topology.fixture.Said;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The measure of the fault tests: it must see what they look for. */
class ComparisonTest {
    private static final Said A1 = said("one", "a1");
    private static final Said A2 = said("one", "a2");
    private static final Said B1 = said("one", "b1");
    private static final Said OTHER = said("two", "o1");

    private static Said said(final String key, final String value) {
        return new Said("topic", key, 1, value, "");
    }

    private static List<String> differences(final Said... actual) {
        return Comparison.differences(List.of(List.of(A1, OTHER, A2), List.of(B1)), List.of(actual));
    }

    @Test
    void shouldTakeAnyInterleavingOfTasks() {
        assertThat(differences(A1, A2, B1, OTHER)).isEmpty();
        assertThat(differences(OTHER, B1, A1, A2)).isEmpty();
        assertThat(differences(A1, B1, OTHER, A2)).isEmpty();
    }

    @Test
    void shouldSeeWhatIsMissing() {
        assertThat(differences(A1, B1, OTHER)).singleElement().asString().contains("topic one", "missing", "a2");
        assertThat(differences(A1, A2, B1)).singleElement().asString().contains("topic two", "missing", "o1");
    }

    @Test
    void shouldSeeWhatIsSaidTwice() {
        assertThat(differences(A1, A1, A2, B1, OTHER)).hasSize(1);
        assertThat(differences(A1, A2, B1, B1, OTHER)).hasSize(1);
        assertThat(differences(A1, A2, B1, OTHER, OTHER)).hasSize(1);
    }

    @Test
    void shouldSeeAnotherOrderAndAnotherContent() {
        assertThat(differences(A2, A1, B1, OTHER)).hasSize(1);
        assertThat(differences(A1, A2, B1, said("two", "o2"))).hasSize(1);
        assertThat(differences(A1, A2, B1, OTHER, said("three", "o1"))).hasSize(1);
        assertThat(differences(A1, A2, B1, new Said("topic", "two", 2, "o1", "")))
                .hasSize(1);
    }
}
