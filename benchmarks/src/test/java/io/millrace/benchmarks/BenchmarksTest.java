package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Every benchmark still runs and does what its name says; how fast is not asked here. */
class BenchmarksTest {
    @Test
    void shouldRunEveryBenchmarkWithEveryParameter() throws ReflectiveOperationException {
        final List<Case> cases = Case.find(List.of());
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
        for (final Case each : cases) {
            final Class<?> type =
                    Class.forName(each.method().substring(0, each.method().lastIndexOf('.')));
            final Object benchmark = type.getDeclaredConstructor().newInstance();
            for (final Map.Entry<String, String> parameter : each.parameters().entrySet()) {
                set(type.getDeclaredField(parameter.getKey()), benchmark, parameter.getValue());
            }
            call(type, Setup.class, benchmark);
            try {
                final String method = each.method().substring(each.method().lastIndexOf('.') + 1);
                assertThat(type.getMethod(method).invoke(benchmark))
                        .as(each.name())
                        .isNotNull();
            } finally {
                call(type, TearDown.class, benchmark);
            }
        }
    }

    private static void set(final Field field, final Object benchmark, final String value)
            throws IllegalAccessException {
        field.setAccessible(true);
        if (field.getType() == int.class) {
            field.setInt(benchmark, Integer.parseInt(value));
        } else {
            field.set(
                    benchmark,
                    Arrays.stream(field.getType().getEnumConstants())
                            .filter(constant -> constant.toString().equals(value))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static void call(final Class<?> type, final Class<? extends Annotation> annotation, final Object benchmark)
            throws ReflectiveOperationException {
        for (final Method method : type.getMethods()) {
            if (method.isAnnotationPresent(annotation)) {
                method.invoke(benchmark);
            }
        }
    }

    @Test
    void shouldEndWithTheSameEventInEveryEncoding() throws Exception {
        final CanonicalEvent benchmark = new CanonicalEvent();
        benchmark.encodeAll();
        for (int i = 0; i < CanonicalEvent.EVENTS; i++) {
            // Each call goes on to the next event.
            final int at = 3 * i;
            assertThat(benchmark.decodeSbe()).isEqualTo(CanonicalEvent.event(at % CanonicalEvent.EVENTS));
            assertThat(benchmark.decodeProtobuf()).isEqualTo(CanonicalEvent.event((at + 1) % CanonicalEvent.EVENTS));
            assertThat(benchmark.decodeJackson().event())
                    .isEqualTo(CanonicalEvent.event((at + 2) % CanonicalEvent.EVENTS));
        }
    }

    @Test
    void shouldConfirmEveryHundredUnits() {
        final MachineDay day = new MachineDay();
        day.startOrder();
        for (int i = 0; i <= 1_000; i++) {
            assertThat(day.applyAndWrite()).hasSizeLessThan(8_192);
        }
        // 1,001 readings and the 110 ticks between them, a unit a second: 1,110 units behind the baseline.
        assertThat(day.confirmations()).isEqualTo(11);
    }
}
