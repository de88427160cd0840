package io.millrace.core.figures;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The right side of a profile's rule: what the time counts as while an order is registered, and while none is. */
record Verdict(TimeElement withOrder, TimeElement withoutOrder) {
    TimeElement of(final boolean orderRegistered) {
        return orderRegistered ? withOrder : withoutOrder;
    }

    boolean mayBe(final TimeElement element) {
        return withOrder == element || withoutOrder == element;
    }

    /** {@code planned}, or {@code delay/down} where the order decides. */
    String text() {
        return withOrder == withoutOrder ? word(withOrder) : word(withOrder) + "/" + word(withoutOrder);
    }

    /** @throws IllegalArgumentException if it is not one or two time elements */
    static Verdict parse(final String text) {
        final String[] words = text.split("/", -1);
        if (words.length > 2) {
            throw new IllegalArgumentException(
                    text + " has more than two parts: write one time element, or with-order/without-order");
        }
        return new Verdict(element(words[0]), element(words[words.length - 1]));
    }

    private static TimeElement element(final String word) {
        for (final TimeElement element : TimeElement.values()) {
            if (element.name().equalsIgnoreCase(word)) {
                return element;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no time element: use one of "
                + Arrays.stream(TimeElement.values()).map(Verdict::word).collect(Collectors.joining(", ")));
    }

    private static String word(final TimeElement element) {
        return element.name().toLowerCase(Locale.ROOT);
    }
}
