package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each clause that docs/acceptance.md lists names the tests that show it, and these tests are there. */
class AcceptanceTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES = List.of("core", "perf", "ingest", "topology", "app");
    private static final Pattern ROW = Pattern.compile("\\|(.*?)\\|(.*)\\|(.*?)\\|\\s*");
    private static final Pattern ID = Pattern.compile("A-\\d{2,3}");
    private static final Pattern TEST = Pattern.compile("`(\\w+): (\\w+)(?:\\.(\\w+))?`");
    /** A test's annotations, and the method they stand before. */
    private static final Pattern METHOD = Pattern.compile(
            "@(?:Test|Property|Example|ParameterizedTest)\\b.*?\\bvoid\\s+(\\w+)\\s*\\(", Pattern.DOTALL);

    private static final Pattern RULE = Pattern.compile("@ArchTest\\b.*?\\bArchRule\\s+(\\w+)", Pattern.DOTALL);
    private static final Pattern SWITCHED_OFF = Pattern.compile("^\\s*@Disabled", Pattern.MULTILINE);

    @Test
    void shouldNameATestForEachClause() throws IOException {
        final List<String> page = Files.readAllLines(ROOT.resolve("docs/acceptance.md"));
        assertThat(page.stream().filter(AcceptanceTest::isRow)).hasSizeGreaterThan(80);
        assertThat(faults(page)).isEmpty();
    }

    /** What this test would not notice, the page could say. */
    @Test
    void shouldNoticeAClauseThatNothingShows() {
        assertThat(faults(List.of(
                        "| id | clause | shown by |",
                        "|---|---|---|",
                        "| A-01 | holds | `app: AcceptanceTest.shouldNoticeAClauseThatNothingShows`, `app: AcceptanceTest` |",
                        "| A-01 | twice | `app: AcceptanceTest` |",
                        "| A-02 | without a test | |",
                        "| A-03 | | `app: AcceptanceTest` |",
                        "| A-04 | no such module | `cellar: AcceptanceTest` |",
                        "| A-05 | no such class | `core: AcceptanceTest` |",
                        "| A-06 | no such method | `app: AcceptanceTest.shouldFly` |",
                        "| A-07 | no test method | `app: AcceptanceTest.faults` |",
                        "| A-08 | no test class | `core: Press` |",
                        "| A-09 | by somebody | by hand, `app: AcceptanceTest` |",
                        "| A-1 | no id | `app: AcceptanceTest` |",
                        "| A-10 | no third cell |")))
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactly("A-01", "A-02", "A-03", "A-04", "A-05", "A-06", "A-07", "A-08", "A-09", "A-1", "A-10");
    }

    private static boolean isRow(final String line) {
        return line.startsWith("| A-");
    }

    private static List<String> faults(final List<String> page) {
        final Sources sources = new Sources();
        final List<String> faults = new ArrayList<>();
        final Set<String> ids = new HashSet<>();
        page.stream().filter(AcceptanceTest::isRow).forEach(line -> {
            final Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                faults.add(line.split("\\|")[1].strip() + ": a row is an id, a clause and its tests");
                return;
            }
            final String id = row.group(1).strip();
            if (!ID.matcher(id).matches()) {
                faults.add(id + ": an id is A- and two or three digits");
            } else if (!ids.add(id)) {
                faults.add(id + ": stands here twice");
            } else if (row.group(2).isBlank()) {
                faults.add(id + ": says nothing");
            } else {
                sources.faults(row.group(3).strip()).forEach(fault -> faults.add(id + ": " + fault));
            }
        });
        return faults;
    }

    /** The test sources, each read once. */
    private static final class Sources {
        private final Map<String, Path> files = new HashMap<>();
        private final Map<Path, Set<String>> tests = new HashMap<>();

        Sources() {
            for (final String module : MODULES) {
                final Path folder = ROOT.resolve(module).resolve("src/test/java");
                try (Stream<Path> all = Files.walk(folder)) {
                    all.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.getFileName().toString().equals("package-info.java"))
                            .forEach(file -> files.put(module + ": " + className(file), file));
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private static String className(final Path file) {
            final String name = file.getFileName().toString();
            return name.substring(0, name.length() - ".java".length());
        }

        List<String> faults(final String cell) {
            if (cell.isEmpty()) {
                return List.of("no test shows it");
            }
            final List<String> faults = new ArrayList<>();
            for (final String one : cell.split(",")) {
                final Matcher test = TEST.matcher(one.strip());
                if (!test.matches()) {
                    faults.add("not `module: Class.method` but " + one.strip());
                    continue;
                }
                final Path file = files.get(test.group(1) + ": " + test.group(2));
                if (file == null) {
                    faults.add("no class " + test.group(2) + " among the tests of " + test.group(1));
                } else if (test.group(3) == null
                        ? tests(file).isEmpty()
                        : !tests(file).contains(test.group(3))) {
                    faults.add("no test " + one.strip() + " in " + file);
                }
            }
            return faults;
        }

        /** The names of a file's tests; a class that is switched off has none. */
        private Set<String> tests(final Path file) {
            return tests.computeIfAbsent(file, any -> {
                final Set<String> names = new HashSet<>();
                try {
                    final String source = Files.readString(file);
                    if (!SWITCHED_OFF.matcher(source).find()) {
                        METHOD.matcher(source).results().forEach(found -> names.add(found.group(1)));
                        RULE.matcher(source).results().forEach(found -> names.add(found.group(1)));
                    }
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
                return names;
            });
        }
    }
}
