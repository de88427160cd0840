package io.millrace.app.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Finds the word somebody probably meant. */
public final class Spelling {
    private static final int MOST_LISTED = 20;

    private Spelling() {}

    /** What to say about a word that is not one of those known: the nearest of them if one is near, else all of them. */
    public static String suggest(final String word, final Collection<String> known) {
        if (known.isEmpty()) {
            return "there are none";
        }
        return known.stream()
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .map(candidate -> "did you mean \"" + candidate + "\"?")
                .orElseGet(() -> "known are " + listed(known));
    }

    private static String listed(final Collection<String> known) {
        final String first = known.stream().sorted().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return known.size() <= MOST_LISTED ? first : first + " and " + (known.size() - MOST_LISTED) + " more";
    }

    /** Edits (insert, remove, replace) from one word to the other, whatever their case (Levenshtein). */
    private static int distance(final String one, final String other) {
        if (Math.abs(one.length() - other.length()) > other.length()) {
            return Integer.MAX_VALUE;
        }
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            final int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                final boolean same =
                        Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }
            previous = row;
        }
        return previous[other.length()];
    }
}
