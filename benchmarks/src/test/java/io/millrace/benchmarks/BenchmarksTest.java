package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Setup;

/** Every benchmark still runs and does what its name says; how fast is not asked here. */
class BenchmarksTest {
    @Test
    void shouldRunEveryBenchmarkOnce() throws ReflectiveOperationException {
        final List<String> names = Bench.names(new String[0]);
        assertThat(names).hasSizeGreaterThanOrEqualTo(5);
        for (final String name : names) {
            final Class<?> type = Class.forName(name.substring(0, name.lastIndexOf('.')));
            final Object benchmark = type.getDeclaredConstructor().newInstance();
            for (final Method method : type.getMethods()) {
                if (method.isAnnotationPresent(Setup.class)) {
                    method.invoke(benchmark);
                }
            }
            final Object result =
                    type.getMethod(name.substring(name.lastIndexOf('.') + 1)).invoke(benchmark);
            assertThat(result).as(name).isNotNull();
        }
    }

    @Test
    void shouldEndWithTheSameEventInEveryEncoding() throws IOException {
        final CanonicalEvent benchmark = new CanonicalEvent();
        final Event event = new Event(CanonicalEvent.HEAD, CanonicalEvent.READING);
        assertThat(benchmark.sbe()).isEqualTo(event);
        assertThat(benchmark.protobuf()).isEqualTo(event);
        assertThat(benchmark.jacksonJson())
                .isEqualTo(new CanonicalEvent.JsonReading(CanonicalEvent.HEAD, CanonicalEvent.READING));
    }

    @Test
    void shouldConfirmEveryHundredUnits() {
        final MachineDay day = new MachineDay();
        day.startOrder();
        for (int i = 0; i <= 1_000; i++) {
            assertThat(day.applyAndWrite()).hasSizeLessThan(8_192);
        }
        assertThat(day.confirmations()).isEqualTo(10);
    }

    @Test
    void shouldNameTheBenchmarksThereAreWhenNoneMatches() {
        assertThat(said("nothing-like-this"))
                .contains("no benchmark matches")
                .contains("CanonicalEvent.sbe")
                .contains("MachineDay.apply");
        assertThat(said("(")).contains("not a regular expression");
    }

    @Test
    void shouldGiveForksTheFlagsOfTheApplication() {
        assertThat(Bench.jvmFlags()).contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    private static String said(final String pattern) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(Bench.run(new String[] {pattern}, out, null)).isFalse();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
