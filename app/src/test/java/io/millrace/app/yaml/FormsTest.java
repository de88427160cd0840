package io.millrace.app.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class FormsTest {
    private static final Form<Duration> DURATION = Forms.duration(Duration.ZERO, Duration.ofDays(9999));
    private static final Form<Duration> EXACT = Forms.exactDuration(Duration.ofDays(9999));
    private static final Form<Long> SIZE = Forms.size(0, Long.MAX_VALUE);

    @Test
    void shouldReadWhatIsWritten() {
        assertThat(DURATION.parse().apply("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(DURATION.parse().apply("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(DURATION.parse().apply("7d")).isEqualTo(Duration.ofDays(7));
        assertThat(EXACT.parse().apply("62.5ms")).isEqualTo(Duration.ofNanos(62_500_000));
        assertThat(EXACT.parse().apply("0.000001ms")).isEqualTo(Duration.ofNanos(1));
        assertThat(Forms.micro().parse().apply("0.453592")).isEqualTo(453_592L);
        assertThat(SIZE.parse().apply("64MB")).isEqualTo(67_108_864L);
        assertThat(Forms.milli().parse().apply("12.5")).isEqualTo(12_500L);
        assertThat(Forms.hostPort().parse().apply("[::1]:80")).isEqualTo(new HostPort("[::1]", 80));
        assertThat(Forms.zone().parse().apply("Europe/Berlin")).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(Forms.uri("opc.tcp").parse().apply("opc.tcp://h:4840/plant"))
                .isEqualTo(URI.create("opc.tcp://h:4840/plant"));
        assertThat(Forms.machine().parse().apply("a/b/c/d/e")).isEqualTo("a/b/c/d/e");
    }

    @Test
    void shouldRefuseWhatIsNotMeant() {
        refuse(DURATION, "10", "10 s", "s", "1.5s", "-1s", "9999999999s", "");
        refuse(EXACT, "10", "1.5", ".5s", "0.0000001ms", "-1s", "999999999h", "1d", "");
        refuse(Forms.micro(), "0", "-1", "0.0000001", "1000000.1", "1e400", "1e-400", "x", "");
        refuse(SIZE, "64", "64mb", "-1MB", "99999999999GB");
        refuse(Forms.milli(), "-1", "1.2345", "1e400", "x", "NaN", "", "1000000000001");
        refuse(Forms.hostPort(), "host", "host:", ":80", "host:65536", "host:x", "a b:80", "http://host:80");
        refuse(Forms.uri("mqtt", "mqtts"), "mqtt:", "mqtt://", "http://h:1", "h:1883", "mqtt://u:p@h:1", "mqtt://h :1");
        refuse(Forms.machine(), "a/b/c/d", "a/b/c/d/e/f", "a/b//d/e", "a/b/c/d/+", "a/b/c/d/#", "a/b/c/d/e f", "");
        refuse(Forms.name(), "", ".a", "a b", "a/b", "x".repeat(65));
        refuse(Forms.flag(), "yes", "True", "1");
        refuse(Forms.whole(1, 10), "0", "11", "1.0", "x", "99999999999");
        refuse(Forms.zone(), "Berlin", "");
        refuse(Forms.text(), "", "  ");
    }

    @Property
    boolean shouldReadItsOwnDurations(@ForAll @LongRange(min = 0, max = 999_999_999) final long millis) {
        final Duration duration = Duration.ofMillis(millis);
        return DURATION.parse().apply(DURATION.show().apply(duration)).equals(duration);
    }

    @Property
    boolean shouldReadItsOwnExactDurations(@ForAll @LongRange(min = 0, max = 999_999_999_999_999L) final long nanos) {
        final Duration duration = Duration.ofNanos(nanos);
        return EXACT.parse().apply(EXACT.show().apply(duration)).equals(duration);
    }

    @Property
    boolean shouldReadItsOwnSizes(@ForAll @LongRange(min = 0, max = 999_999_999) final long bytes) {
        return SIZE.parse().apply(SIZE.show().apply(bytes)) == bytes;
    }

    @Property
    boolean shouldReadItsOwnQuantities(@ForAll @LongRange(min = 0, max = 1_000_000_000_000_000L) final long milli) {
        return Forms.milli().parse().apply(Forms.milli().show().apply(milli)) == milli;
    }

    @Test
    void shouldSuggestTheWordThatWasMeant() {
        final List<String> known = List.of("sparkplug", "opcua", "mqtt-json");
        assertThat(Spelling.suggest("sparkplugb", known)).contains("did you mean \"sparkplug\"");
        assertThat(Spelling.suggest("OPCUA", known)).contains("did you mean \"opcua\"");
        assertThat(Spelling.suggest("modbus", known)).isEqualTo("known are mqtt-json, opcua, sparkplug");
        assertThat(Spelling.suggest("x", List.of())).isEqualTo("there are none");
    }

    private static void refuse(final Form<?> form, final String... texts) {
        for (final String text : texts) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> form.parse().apply(text))
                    .satisfies(thrown -> assertThat(thrown.getMessage()).isNotBlank());
        }
    }
}
