package io.millrace.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark with one value of each of its parameters.
 *
 * @param method full name of the class and the method
 * @param parameters by name, sorted
 */
record Case(String method, Map<String, String> parameters) {
    Case {
        parameters = new TreeMap<>(parameters);
    }

    /** Class and method, then the parameters: what tables and files call it. */
    String name() {
        final String simple = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
        return parameters.isEmpty()
                ? simple
                : simple
                        + parameters.entrySet().stream()
                                .map(Map.Entry::toString)
                                .collect(Collectors.joining(" ", " ", ""));
    }

    /**
     * Those whose class and method contain a match of a pattern, by name, then by parameter.
     *
     * @param patterns regular expressions; none for all
     */
    static List<Case> find(final List<String> patterns) {
        final List<String> includes = patterns.isEmpty() ? List.of(".*") : patterns;
        final PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(silent, VerboseMode.SILENT), includes, List.of())
                .stream()
                .flatMap(entry -> expand(entry).stream())
                .toList();
    }

    private static List<Case> expand(final BenchmarkListEntry entry) {
        List<Case> cases = List.of(new Case(entry.getUsername(), Map.of()));
        if (!entry.getParams().hasValue()) {
            return cases;
        }
        for (final Map.Entry<String, String[]> parameter :
                entry.getParams().get().entrySet()) {
            final List<Case> next = new ArrayList<>();
            for (final Case each : cases) {
                for (final String value : parameter.getValue()) {
                    final Map<String, String> more = new TreeMap<>(each.parameters);
                    more.put(parameter.getKey(), value);
                    next.add(new Case(each.method, more));
                }
            }
            cases = next;
        }
        return cases;
    }
}
