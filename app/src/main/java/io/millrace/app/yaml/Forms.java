package io.millrace.app.yaml;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of values that configuration files are made of. */
public final class Forms {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KB|MB|GB)");
    private static final Pattern HOST_PORT = Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})");
    private static final Pattern MACHINE = Pattern.compile("[^/+#\\s]+(/[^/+#\\s]+){4}");
    private static final Pattern EXACT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000L);
    private static final BigDecimal LARGEST_FACTOR = BigDecimal.valueOf(1_000_000);

    private Forms() {}

    /** Any text that is not blank. */
    public static Form<String> text() {
        return form("", text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("must not be empty: give it a text");
            }
            return text;
        });
    }

    /** Letters, digits, {@code . _ -}: fit for folders, topics and client ids. */
    public static Form<String> name() {
        return text().where(
                        text -> NAME.matcher(text).matches(),
                        "is not a name: use up to 64 letters, digits, dots, underscores and hyphens");
    }

    /** A path of five levels: {@code enterprise/site/area/workCenter/workUnit} (ISA-95). */
    public static Form<String> machine() {
        return text().where(
                        text -> MACHINE.matcher(text).matches(),
                        "is not a machine's path: write five levels, enterprise/site/area/workCenter/workUnit,"
                                + " without blanks, + or #");
    }

    public static Form<Integer> whole(final int least, final int most) {
        return new Form<>(
                least,
                text -> {
                    final int value;
                    try {
                        value = Integer.parseInt(text);
                    } catch (final NumberFormatException e) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is not a whole number from " + least + " to " + most, e);
                    }
                    if (value < least || value > most) {
                        throw new IllegalArgumentException(
                                text + " is out of range: choose from " + least + " to " + most);
                    }
                    return value;
                },
                String::valueOf);
    }

    /** A quantity of up to three decimals, as thousandths of its unit. */
    public static Form<Long> milli() {
        return decimal(
                3, LARGEST, "a number from 0 to " + LARGEST.toPlainString() + " with at most three decimals", true);
    }

    /** How much of one thing goes with one of another: more than 0, of up to six decimals, as millionths. */
    public static Form<Long> micro() {
        return decimal(
                6,
                LARGEST_FACTOR,
                "a number of more than 0 and at most " + LARGEST_FACTOR.toPlainString() + " with at most six decimals",
                false);
    }

    private static Form<Long> decimal(
            final int decimals, final BigDecimal largest, final String expected, final boolean mayBeZero) {
        return new Form<>(
                mayBeZero ? 0L : 1L,
                text -> {
                    try {
                        final BigDecimal value = new BigDecimal(text);
                        if (value.signum() >= (mayBeZero ? 0 : 1)
                                && value.scale() <= decimals
                                && value.compareTo(largest) <= 0) {
                            return value.movePointRight(decimals).longValueExact();
                        }
                    } catch (final NumberFormatException | ArithmeticException e) {
                        // Said below, with the same words.
                    }
                    throw new IllegalArgumentException("\"" + text + "\" is not a quantity: write " + expected);
                },
                value ->
                        BigDecimal.valueOf(value, decimals).stripTrailingZeros().toPlainString());
    }

    public static Form<Boolean> flag() {
        return form(false, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" is neither true nor false");
        });
    }

    /** The constants of an enum in lower case, with hyphens. */
    public static <E extends Enum<E>> Form<E> oneOf(final Class<E> type) {
        final Map<String, E> words = new LinkedHashMap<>();
        for (final E constant : type.getEnumConstants()) {
            words.put(word(constant), constant);
        }
        return oneOf(words);
    }

    /** One of these words; not empty. */
    public static <T> Form<T> oneOf(final Map<String, T> words) {
        return new Form<>(
                words.values().iterator().next(),
                text -> {
                    final T value = words.get(text);
                    if (value == null) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is unknown; " + Spelling.suggest(text, words.keySet()));
                    }
                    return value;
                },
                value -> words.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(String.valueOf(value)));
    }

    /** A number and a unit: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 8h}, {@code 7d}. */
    public static Form<Duration> duration(final Duration least, final Duration most) {
        return new Form<>(
                least,
                text -> {
                    final Matcher matcher = DURATION.matcher(text);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is not a duration: write a number and ms, s, m, h or d, like 10s");
                    }
                    final Duration value = unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)));
                    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                        throw new IllegalArgumentException(
                                text + " is out of range: choose from " + show(least) + " to " + show(most));
                    }
                    return value;
                },
                Forms::show);
    }

    /** As {@link #duration}, with up to six decimals: {@code 62.5ms}. Exact, to the nanosecond. */
    public static Form<Duration> exactDuration(final Duration most) {
        return new Form<>(
                Duration.ZERO,
                text -> {
                    final Matcher matcher = EXACT.matcher(text);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is not a duration: write a number and ms, s, m or h, like 62.5ms");
                    }
                    final Duration value = Duration.ofNanos(new BigDecimal(matcher.group(1))
                            .multiply(BigDecimal.valueOf(unit(matcher.group(2)).toNanos()))
                            .min(BigDecimal.valueOf(Long.MAX_VALUE))
                            .longValue());
                    if (value.compareTo(most) > 0) {
                        throw new IllegalArgumentException(text + " is out of range: choose from 0s to " + show(most));
                    }
                    return value;
                },
                value -> value.toNanos() % 1_000_000 == 0
                        ? show(value)
                        : BigDecimal.valueOf(value.toNanos(), 6)
                                        .stripTrailingZeros()
                                        .toPlainString() + "ms");
    }

    /** Bytes: a number and {@code B}, {@code KB}, {@code MB} or {@code GB}, each 1,024 of the one before. */
    public static Form<Long> size(final long least, final long most) {
        return new Form<>(
                least,
                text -> {
                    final Matcher matcher = SIZE.matcher(text);
                    if (!matcher.matches()) {
                        throw new IllegalArgumentException(
                                "\"" + text + "\" is not a size: write a number and KB, MB or GB, like 64MB");
                    }
                    final long value = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
                    if (value < least || value > most) {
                        throw new IllegalArgumentException(
                                text + " is out of range: choose from " + showSize(least) + " to " + showSize(most));
                    }
                    return value;
                },
                Forms::showSize);
    }

    public static Form<HostPort> hostPort() {
        return form(new HostPort("", 0), text -> {
            final Matcher matcher = HOST_PORT.matcher(text);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not an address: write host:port, like 127.0.0.1:9464");
            }
            return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
        });
    }

    /** An address with one of these schemes, a host, and no user name or password in it. */
    public static Form<URI> uri(final String... schemes) {
        final String expected = String.join(":// or ", schemes) + "://host:port";
        return form(URI.create(""), text -> {
            try {
                final URI uri = new URI(text);
                if (uri.getRawUserInfo() != null) {
                    throw new IllegalArgumentException(
                            "must not hold a user name or password: give them as username and password");
                }
                if (uri.getHost() != null && Arrays.asList(schemes).contains(uri.getScheme())) {
                    return uri;
                }
            } catch (final URISyntaxException e) {
                // Said below, with the same words.
            }
            throw new IllegalArgumentException("\"" + text + "\" is not an address: write " + expected);
        });
    }

    public static Form<ZoneId> zone() {
        return form(ZoneId.of("UTC"), text -> {
            try {
                return ZoneId.of(text);
            } catch (final DateTimeException e) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" is not a time zone: write one like Europe/Berlin or UTC", e);
            }
        });
    }

    private static <T> Form<T> form(final T placeholder, final Function<String, T> parse) {
        return new Form<>(placeholder, parse, String::valueOf);
    }

    private static String word(final Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Duration unit(final String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static String show(final Duration duration) {
        for (final String unit : new String[] {"d", "h", "m", "s"}) {
            if (!duration.isZero() && duration.toMillis() % unit(unit).toMillis() == 0) {
                return duration.toMillis() / unit(unit).toMillis() + unit;
            }
        }
        return duration.isZero() ? "0s" : duration.toMillis() + "ms";
    }

    private static int shift(final String unit) {
        return switch (unit) {
            case "B" -> 0;
            case "KB" -> 10;
            case "MB" -> 20;
            default -> 30;
        };
    }

    private static String showSize(final long bytes) {
        for (final String unit : new String[] {"GB", "MB", "KB"}) {
            if (bytes != 0 && bytes % (1L << shift(unit)) == 0) {
                return (bytes >> shift(unit)) + unit;
            }
        }
        return bytes + "B";
    }
}
