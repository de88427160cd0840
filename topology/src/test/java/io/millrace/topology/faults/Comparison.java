package io.millrace.topology.faults;

import io.millrace.topology.fixture.Said;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was said against what should have been said, as a sequence per topic and key. A key that several tasks write about - an
 * operation's machines may lie in several partitions, and FINAL is said by the topology's other half - has one sequence of each
 * task; how they interleave is free, since no order between partitions is promised.
 */
final class Comparison {
    private Comparison() {}

    /**
     * @param tasks what each task had to say, in order
     * @param actual what is there, each key's records in order
     * @return a sentence for each topic and key that differs
     */
    static List<String> differences(final List<List<Said>> tasks, final List<Said> actual) {
        final Map<String, List<Deque<Said>>> expected = new TreeMap<>();
        for (final List<Said> task : tasks) {
            final Map<String, Deque<Said>> places = new TreeMap<>();
            task.forEach(each -> places.computeIfAbsent(each.place(), p -> new ArrayDeque<>())
                    .add(each));
            places.forEach((place, said) ->
                    expected.computeIfAbsent(place, p -> new ArrayList<>()).add(said));
        }
        final Map<String, List<Said>> found = new TreeMap<>();
        actual.forEach(each ->
                found.computeIfAbsent(each.place(), p -> new ArrayList<>()).add(each));
        expected.keySet().forEach(place -> found.putIfAbsent(place, List.of()));

        final List<String> differences = new ArrayList<>();
        found.forEach((place, said) -> difference(place, expected.getOrDefault(place, List.of()), said, differences));
        return differences;
    }

    private static void difference(
            final String place,
            final List<Deque<Said>> expected,
            final List<Said> actual,
            final List<String> differences) {
        for (int i = 0; i < actual.size(); i++) {
            if (!takeFrom(expected, actual.get(i))) {
                differences.add(String.format(
                        "%s: record %d of %d is%n  %s%nbut should be one of%n  %s",
                        place, i, actual.size(), actual.get(i), heads(expected)));
                return;
            }
        }
        if (expected.stream().anyMatch(said -> !said.isEmpty())) {
            differences.add(String.format("%s: missing after %d records%n  %s", place, actual.size(), heads(expected)));
        }
    }

    private static boolean takeFrom(final List<Deque<Said>> expected, final Said said) {
        for (final Deque<Said> task : expected) {
            if (said.equals(task.peek())) {
                task.remove();
                return true;
            }
        }
        return false;
    }

    private static List<Said> heads(final List<Deque<Said>> expected) {
        return expected.stream()
                .filter(said -> !said.isEmpty())
                .map(Deque::element)
                .toList();
    }
}
