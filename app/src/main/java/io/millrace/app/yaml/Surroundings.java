package io.millrace.app.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration file lives: relative paths count from its folder, {@code ${env:NAME}} asks its environment and
 * {@code ${file:PATH}} reads beside it.
 *
 * @param environment the value of a variable, null if it is not set
 * @param opened told of each file that is read, there or not
 */
public record Surroundings(Path folder, Function<String, @Nullable String> environment, Consumer<Path> opened) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:}]*):?([^}]*)}");

    /** Nobody wants to know what is read. */
    public Surroundings(final Path folder, final Function<String, @Nullable String> environment) {
        this(folder, environment, file -> {});
    }

    /** The same for somebody who wants to know what is read. */
    public Surroundings telling(final Consumer<Path> newOpened) {
        return new Surroundings(folder, environment, newOpened);
    }

    /** The folder of the file, and the environment of this process. */
    public static Surroundings of(final Path file) {
        final Path folder = file.toAbsolutePath().getParent();
        return new Surroundings(folder == null ? file.toAbsolutePath() : folder, System::getenv);
    }

    static boolean hasReference(final String text) {
        return text.contains("${");
    }

    /**
     * @return the text with its references replaced: hidden if there are any
     * @throws IllegalArgumentException if a reference leads nowhere; says what to do
     */
    Secret resolve(final String text) {
        if (!hasReference(text)) {
            return Secret.open(text);
        }
        final Matcher matcher = REFERENCE.matcher(text);
        final StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            final String value =
                    switch (matcher.group(1)) {
                        case "env" -> variable(matcher.group(2));
                        case "file" -> content(matcher.group(2));
                        default ->
                            throw new IllegalArgumentException(
                                    "\"" + matcher.group() + "\" leads nowhere: write ${env:NAME} or ${file:PATH}");
                    };
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(resolved);
        return Secret.hidden(resolved.toString());
    }

    private String variable(final String name) {
        final String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "the environment variable " + name + " is not set: export it before starting");
        }
        return value;
    }

    private String content(final String path) {
        try {
            final Path file = folder.resolve(path);
            opened.accept(file);
            final String content = Files.readString(file).stripTrailing();
            if (content.isEmpty()) {
                throw new IllegalArgumentException("the file " + path + " is empty: put the secret into it");
            }
            return content;
        } catch (final IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "the file " + path + " cannot be read (relative paths count from " + folder + ")", e);
        }
    }
}
