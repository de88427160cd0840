package io.millrace.app.yaml;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How a scalar is read and shown.
 *
 * @param placeholder stands in for a value with a fault, so that reading goes on to the next one; never used in earnest
 * @param parse throws {@link IllegalArgumentException} with what is wrong and the remedy
 * @param show the value as it would be written
 */
public record Form<T>(T placeholder, Function<String, T> parse, Function<T, String> show) {

    /** A form of which only some values will do. */
    public Form<T> where(final Predicate<T> holds, final String remedy) {
        return new Form<>(
                placeholder,
                text -> {
                    final T value = parse.apply(text);
                    if (!holds.test(value)) {
                        throw new IllegalArgumentException("\"" + text + "\" " + remedy);
                    }
                    return value;
                },
                show);
    }
}
