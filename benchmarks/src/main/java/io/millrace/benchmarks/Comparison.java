package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two runs side by side. A benchmark has become slower if its new median lies above every old round and its old median below every
 * new one: within the spread of either run a difference is noise. It allocates more if it does so by over 5 % and 16 bytes.
 */
final class Comparison {
    private static final double MORE = 1.05;
    private static final double MORE_BYTES = 16;

    private final List<String> worse = new ArrayList<>();
    private final List<String> better = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Comparison(final Results before, final Results after) {
        if (!before.conditions().equals(after.conditions())) {
            notes.add(String.format(
                    "the conditions differ, so may the figures:%nold%n%s%nnew%n%s",
                    before.conditions(), after.conditions()));
        }
        final Map<String, Result> old = byName(before);
        final Map<String, Result> now = byName(after);
        now.forEach((name, result) -> {
            final Result was = old.get(name);
            if (was == null) {
                notes.add("only in the new run: " + name);
            } else {
                compare(was, result);
            }
        });
        old.keySet().stream()
                .filter(name -> !now.containsKey(name))
                .forEach(name -> notes.add("no longer run: " + name));
    }

    private static Map<String, Result> byName(final Results results) {
        return results.results().stream()
                .collect(Collectors.toMap(Result::name, Function.identity(), (one, other) -> other, TreeMap::new));
    }

    private void compare(final Result was, final Result is) {
        if (isBeyond(was, is)) {
            worse.add(times("slower", was, is));
        } else if (isBeyond(is, was)) {
            better.add(times("faster", was, is));
        }
        if (isMore(was.medianBytes(), is.medianBytes())) {
            worse.add(bytes("allocates more", was, is));
        } else if (isMore(is.medianBytes(), was.medianBytes())) {
            better.add(bytes("allocates less", was, is));
        }
    }

    /** True if the second takes longer than the spread of both explains. */
    private static boolean isBeyond(final Result one, final Result other) {
        return other.medianNs() > one.mostNs() && one.medianNs() < other.leastNs();
    }

    private static boolean isMore(final double bytes, final double other) {
        return other > bytes * MORE && other > bytes + MORE_BYTES;
    }

    private static String times(final String what, final Result was, final Result is) {
        return String.format(
                Locale.ROOT,
                "%s: %s, %,.1f -> %,.1f ns/op (%+.0f %%)",
                what,
                is.name(),
                was.medianNs(),
                is.medianNs(),
                (is.medianNs() / was.medianNs() - 1) * 100);
    }

    private static String bytes(final String what, final Result was, final Result is) {
        return String.format(
                Locale.ROOT, "%s: %s, %,.0f -> %,.0f B/op", what, is.name(), was.medianBytes(), is.medianBytes());
    }

    /** True if anything has become slower or allocates more. */
    boolean isWorse() {
        return !worse.isEmpty();
    }

    /** What is worse, what is better, what cannot be compared; one line each. */
    List<String> lines() {
        final List<String> lines = new ArrayList<>(worse);
        lines.addAll(better);
        if (lines.isEmpty()) {
            lines.add("nothing differs beyond the spread of the rounds");
        }
        lines.addAll(notes);
        return lines;
    }
}
