package io.millrace.app.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/** Collects what is found while a file is read: faults, and the values in force. Not thread-safe. */
final class Report {
    /** More than anybody repairs in one go; a hostile file must not fill the memory. */
    private static final int MOST_FAULTS = 200;

    private final String file;
    private final TreeSet<Fault> faults = new TreeSet<>();
    private final List<String> effective = new ArrayList<>();

    Report(final String file) {
        this.file = file;
    }

    void fault(final @Nullable Mark mark, final String path, final String message) {
        if (faults.size() < MOST_FAULTS) {
            final int line = mark == null ? 1 : mark.getLine() + 1;
            final int column = mark == null ? 1 : mark.getColumn() + 1;
            faults.add(new Fault(file, line, column, path, message));
        }
    }

    void value(final String path, final String shown) {
        effective.add(path + ": " + shown);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    List<String> effective() {
        return effective;
    }
}
