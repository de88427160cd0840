package io.millrace.app.yaml;

import java.util.Comparator;

/**
 * Something wrong in a file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param path of keys, like {@code sources[0].url}; empty for the whole file
 * @param message what is wrong, and the remedy
 */
public record Fault(String file, int line, int column, String path, String message) implements Comparable<Fault> {
    private static final Comparator<Fault> BY_PLACE = Comparator.comparing(Fault::file)
            .thenComparingInt(Fault::line)
            .thenComparingInt(Fault::column)
            .thenComparing(Fault::path)
            .thenComparing(Fault::message);

    @Override
    public int compareTo(final Fault other) {
        return BY_PLACE.compare(this, other);
    }

    /** {@code file:line:column: path: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
