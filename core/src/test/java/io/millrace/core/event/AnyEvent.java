package io.millrace.core.event;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Events of every kind there is, found by reflection: a new kind is tested as soon as it is declared. */
final class AnyEvent {
    private static final int LARGEST_UINT16 = 65_534;

    private AnyEvent() {}

    /** Every record that is a fact. */
    static List<Class<?>> kinds() {
        final List<Class<?>> kinds = new ArrayList<>();
        collect(Fact.class, kinds);
        return kinds;
    }

    private static void collect(final Class<?> type, final List<Class<?>> kinds) {
        if (type.isRecord()) {
            kinds.add(type);
        } else {
            for (final Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    static Arbitrary<Event> arbitrary() {
        return Arbitraries.of(kinds()).flatMap(AnyEvent::of).withoutEdgeCases();
    }

    static Arbitrary<Event> of(final Class<?> kind) {
        return Combinators.combine(values(EventHead.class), values(kind))
                .as((head, fact) -> new Event((EventHead) head, (Fact) fact));
    }

    private static Arbitrary<Object> values(final Class<?> record) {
        final RecordComponent[] components = record.getRecordComponents();
        final List<Arbitrary<Object>> fields =
                Arrays.stream(components).map(AnyEvent::field).toList();
        return Combinators.combine(fields).as(values -> construct(record, components, values));
    }

    private static Arbitrary<Object> field(final RecordComponent component) {
        final Class<?> type = component.getType();
        if (type == String.class) {
            return texts().asGeneric();
        } else if (type == long.class) {
            return Arbitraries.oneOf(Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE), Arbitraries.longs())
                    .asGeneric();
        } else if (type == int.class) {
            return Arbitraries.oneOf(
                            Arbitraries.of(0, LARGEST_UINT16),
                            Arbitraries.integers().between(0, LARGEST_UINT16))
                    .asGeneric();
        } else if (type == double.class) {
            return Arbitraries.oneOf(Arbitraries.of(0.0, -0.0, Double.NaN, Double.MIN_VALUE), Arbitraries.doubles())
                    .asGeneric();
        } else if (type == boolean.class) {
            return Arbitraries.of(true, false).asGeneric();
        } else if (type.isRecord()) {
            return values(type);
        } else if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants()).asGeneric();
        }
        throw new AssertionError("no arbitrary values for " + component);
    }

    /** Anything UTF-8 can say: surrogates only in pairs. */
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", " ", "1001", "Größe øß", "工場", "🏭⚙️", "a/b|c\"\\\n\0"),
                Arbitraries.strings()
                        .withCharRange('\0', '\ud7ff')
                        .withCharRange('\ue000', '\uffff')
                        .ofMaxLength(80));
    }

    private static Object construct(
            final Class<?> record, final RecordComponent[] components, final List<Object> values) {
        try {
            final Constructor<?> constructor = record.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values.toArray());
        } catch (final ReflectiveOperationException e) {
            throw new AssertionError("cannot make a " + record, e);
        }
    }
}
