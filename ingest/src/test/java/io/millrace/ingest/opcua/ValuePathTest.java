package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"Count", "[0]", "[0].Count", "Info.Values[2]", "a[1][2].b", "With blank", ""})
    void shouldReadWhatIsWrittenSo(final String text) {
        assertThat(ValuePath.fault(text)).isEmpty();
        assertThat(ValuePath.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {".Count", "a..b", "a.", "[x]", "[1", "[-1]", "a]", "[0]Count", "[9999999]"})
    void shouldSayHowAPathIsWritten(final String text) {
        assertThat(ValuePath.fault(text)).get().asString().contains(text, "[0].Count");
    }

    @Test
    void shouldFollowElementsThroughVariants() {
        final Object value = new Variant[] {new Variant(1), new Variant(new Integer[] {2, 3})};

        assertThat(ValuePath.parse("[0]").follow(value)).isEqualTo(1);
        assertThat(ValuePath.parse("[1][1]").follow(value)).isEqualTo(3);
        assertThat(ValuePath.parse("[2][1]").follow(value)).isNull();
        assertThat(ValuePath.parse("[0]").follow(null)).isNull();
        assertThatThrownBy(() -> ValuePath.parse("[0].Count").follow(value)).hasMessageContaining("no members");
    }
}
