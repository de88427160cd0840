package io.millrace.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Each statement on host applications has a test that names it, so that none is forgotten and none is made up. */
class RequirementTest {
    private static final String LIST = "/sparkplug/host-requirements.txt";

    /** Statements no test can show, each with the reason. */
    private static final Map<String, String> NOT_SHOWN = Map.of();

    @Test
    void shouldNameATestForEachStatementOnHosts() throws Exception {
        final Set<String> missing = new TreeSet<>(statements());
        missing.removeAll(named().keySet());
        missing.removeAll(NOT_SHOWN.keySet());

        assertThat(missing).as("statements without a test").isEmpty();
    }

    @Test
    void shouldNameOnlyWhatTheListHas() throws Exception {
        final List<String> statements = statements();

        assertThat(statements).hasSize(89).doesNotHaveDuplicates();
        assertThat(named().keySet()).as("ids in tests").isSubsetOf(statements);
        assertThat(NOT_SHOWN.keySet())
                .as("exceptions")
                .isSubsetOf(statements)
                .doesNotContainAnyElementsOf(named().keySet());
    }

    @Test
    void shouldNameThemAtTestsThatRun() throws Exception {
        assertThat(methods().filter(method -> method.isAnnotationPresent(Requirement.class)))
                .isNotEmpty()
                .allMatch(RequirementTest::isTest);
    }

    private static List<String> statements() throws IOException {
        try (InputStream in = Objects.requireNonNull(RequirementTest.class.getResourceAsStream(LIST), LIST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Ids and the tests that name them. */
    private static Map<String, Set<String>> named() throws Exception {
        final Map<String, Set<String>> named = new TreeMap<>();
        methods()
                .filter(method -> method.isAnnotationPresent(Requirement.class))
                .forEach(method -> Arrays.stream(
                                method.getAnnotation(Requirement.class).value())
                        .forEach(id -> named.computeIfAbsent(id, absent -> new TreeSet<>())
                                .add(method.getDeclaringClass().getSimpleName() + "." + method.getName())));
        return named;
    }

    private static boolean isTest(final Method method) {
        return Stream.of(Test.class, ParameterizedTest.class, Property.class).anyMatch(method::isAnnotationPresent);
    }

    private static Stream<Method> methods() throws IOException, URISyntaxException {
        final Path folder = Path.of(
                Objects.requireNonNull(RequirementTest.class.getResource("")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> type(file.substring(0, file.length() - ".class".length())))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .toList()
                    .stream();
        }
    }

    private static Class<?> type(final String name) {
        try {
            return Class.forName(
                    RequirementTest.class.getPackageName() + "." + name, false, RequirementTest.class.getClassLoader());
        } catch (final ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
    }
}
