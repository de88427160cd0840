package io.millrace.ingest.shdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShdrParserTest {
    private static final String TIME = "2026-01-31T12:00:00Z";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "execution|ACTIVE; execution=ACTIVE",
                "avail|AVAILABLE|fmode|PRODUCTION|os|Windows 10; avail=AVAILABLE, fmode=PRODUCTION, os=Windows 10",
                "servo|Normal||||; servo=Normal",
                "servo|FAULT|E1|high|HIGH|execution; servo=FAULT",
                "x|1|servo|WARNING|execution|mode||text; x=1, servo=WARNING",
                "servo|Unavailable||||; servo=Unavailable",
                // Three pairs, of which the first has no value: no condition.
                "a|UNAVAILABLE|b|1|c|2; a=UNAVAILABLE, b=1, c=2",
                "tool||asset|; tool=, asset=",
                "msg|code|text; msg=code",
                "||execution|ACTIVE; execution=ACTIVE",
                " execution |ACTIVE; execution=ACTIVE",
                "path|\"a\\|b\"|x|1; path=a|b, x=1",
                "path|\"a|x|1; path=\"a, x=1",
                "path|\"a\"|x|1; path=\"a\", x=1",
                "block|MT=VMTTR+VMTTL*100; block=MT=VMTTR+VMTTL*100"
            })
    void shouldReadKeysAndValues(final String line, final String expected) throws ShdrSyntaxException {
        assertThat(ShdrParser.parse(TIME + "|" + line).values().stream()
                        .map(value -> value.key() + "=" + value.text())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.5Z, 2026-01-31T12:00:00.500Z",
        "2022-08-08T13:51:34.7167146Z, 2022-08-08T13:51:34.716714600Z",
        "2026-01-31T12:00:00.123456789Z, 2026-01-31T12:00:00.123456789Z",
        "2026-01-31T12:00:00, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00+02:00, 2026-01-31T10:00:00Z",
        "2026-01-31T12:00:00-02:00, 2026-01-31T14:00:00Z",
        "2026-01-31T12:00:00Z@0.1, 2026-01-31T12:00:00Z"
    })
    void shouldReadTimes(final String time, final Instant expected) throws ShdrSyntaxException {
        final long timeNs = ShdrParser.parse(time + "|k|v").timeNs();

        assertThat(Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                TIME,
                "|k|v",
                "yesterday|k|v",
                "2026-01-31|k|v",
                "12.5|k|v",
                "2026-02-30T12:00:00Z|k|v",
                "2026-01-31T12:00:00.1234567890Z|k|v",
                "1999-12-31T23:59:59Z|k|v",
                "2200-01-01T00:00:00Z|k|v",
                "+999999999-01-01T00:00:00Z|k|v",
                "@|k|v",
                "Z|k|v"
            })
    void shouldRefuseALineWithoutTimeOrKey(final String line) {
        assertThatThrownBy(() -> ShdrParser.parse(line))
                .isInstanceOf(ShdrSyntaxException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void shouldTellOfAKeyWithoutAValue() throws ShdrSyntaxException {
        final ShdrLine line = ShdrParser.parse(TIME + "|mode|AUTOMATIC|execution");

        assertThat(line.values()).containsExactly(new ShdrLine.Value("mode", "AUTOMATIC"));
        assertThat(line.dangling()).isEqualTo("execution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "Unavailable", " unavailable "})
    void shouldTakeUnavailableForNoValue(final String text) {
        assertThat(new ShdrLine.Value("k", text).isUnavailable()).isTrue();
    }

    @Property(tries = 3_000)
    void shouldReadOrRefuseWhateverTheTextIs(@ForAll("lines") final String line) {
        try {
            assertThat(ShdrParser.parse(line).values())
                    .allSatisfy(value -> assertThat(value.key()).isNotBlank());
        } catch (final ShdrSyntaxException refused) {
            assertThat(refused).hasMessageContaining("expected");
        }
    }

    @Property(tries = 1_000)
    void shouldGiveBackWhatWasWritten(
            @ForAll @LongRange(min = 946_684_800_000_000_000L, max = 7_258_118_399_999_999_999L) final long timeNs,
            @ForAll @Size(min = 1, max = 6) final List<@From("words") String> words)
            throws ShdrSyntaxException {
        final Instant time = Instant.ofEpochSecond(timeNs / 1_000_000_000, timeNs % 1_000_000_000);
        final String pairs =
                words.stream().map(word -> "|k" + word + "|" + word).collect(Collectors.joining());

        final ShdrLine line = ShdrParser.parse(time + pairs);

        assertThat(line.timeNs()).isEqualTo(timeNs);
        assertThat(line.values())
                .isEqualTo(words.stream()
                        .map(word -> new ShdrLine.Value("k" + word, word))
                        .toList());
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> lines() {
        final Arbitrary<String> token = Arbitraries.of(
                TIME,
                "|",
                "||",
                "\"",
                "\\|",
                "@",
                "FAULT",
                "Normal",
                "execution",
                "T",
                "-",
                "+",
                "Z",
                " ",
                "\u0000",
                "é");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                token.list().ofMaxSize(12).map(tokens -> String.join("", tokens)),
                token.list().ofMaxSize(12).map(tokens -> Stream.concat(Stream.of(TIME, "|"), tokens.stream())
                        .collect(Collectors.joining())));
    }
}
