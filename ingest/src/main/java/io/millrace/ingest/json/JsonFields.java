package io.millrace.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one entry by their canonical names, each read strictly as what it must be. JSON null and an absent field are the
 * same. All readers throw {@link EntryFault}.
 */
public final class JsonFields {
    /** @param literal a configured constant, which is text on its way to any type */
    public record Value(JsonNode node, boolean literal) {}

    private static final BigDecimal LARGEST_MILLI = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal LARGEST = LARGEST_MILLI.movePointLeft(3);
    /** The first time that is taken. */
    static final long EARLIEST_MS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    /** The first time that is not taken any more. */
    static final long LATEST_MS = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();

    private static final long MAX_SECONDS = 366L * 24 * 3600;

    private final Function<String, @Nullable Value> lookup;
    private final boolean foreign;

    /** @param foreign whole numbers are taken where text is expected */
    public JsonFields(final Function<String, @Nullable Value> lookup, final boolean foreign) {
        this.lookup = lookup;
        this.foreign = foreign;
    }

    /** The fields as they are named in an entry of our own making. */
    public static JsonFields canonical(final JsonNode entry) {
        return new JsonFields(name -> new Value(entry.path(name), false), false);
    }

    boolean isForeign() {
        return foreign;
    }

    public boolean has(final String name) {
        return value(name) != null;
    }

    /** @return the text, empty if the field is absent */
    public String text(final String name) {
        final Value value = value(name);
        if (value == null) {
            return "";
        }
        if (!value.node.isTextual() && !(foreign && value.node.isIntegralNumber())) {
            throw wrong(name, value, "a text in quotes is expected");
        }
        final String text = value.node.asText();
        if (hasLoneSurrogate(text)) {
            throw wrong(name, value, "it has half a character (a lone surrogate), send valid Unicode");
        }
        return text;
    }

    public String requiredText(final String name) {
        final String text = text(name);
        if (text.isBlank()) {
            throw missing(name, "a text that is not empty");
        }
        return text;
    }

    /** The text if that is what it is, otherwise empty: for what only describes a fault. */
    public String textOrEmpty(final String name) {
        try {
            return text(name);
        } catch (final EntryFault notText) {
            return "";
        }
    }

    /** A code: a text, or a whole number by its digits. */
    String requiredCode(final String name) {
        final Value value = value(name);
        if (value != null && value.node.isIntegralNumber()) {
            return value.node.asText();
        }
        return requiredText(name).strip();
    }

    boolean flag(final String name) {
        final Value value = value(name);
        if (value == null) {
            return false;
        }
        if (value.node.isBoolean()) {
            return value.node.booleanValue();
        }
        if (value.literal
                && (value.node.asText().equals("true") || value.node.asText().equals("false"))) {
            return value.node.asText().equals("true");
        }
        throw wrong(name, value, "true or false is expected");
    }

    /** @param otherwise if the field is absent; null makes it required */
    public <E extends Enum<E>> E word(final String name, final Class<E> type, final @Nullable E otherwise) {
        final String text = otherwise == null ? requiredText(name) : text(name);
        for (final E constant : type.getEnumConstants()) {
            if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
                return constant;
            }
        }
        if (text.isEmpty() && otherwise != null) {
            return otherwise;
        }
        throw EntryFault.impossible(
                name + " is '" + abbreviated(text) + "': one of " + String.join(", ", names(type)) + " is expected");
    }

    /** A quantity of nothing or more, in thousandths, rounded half up. */
    long milli(final String name) {
        final BigDecimal value = decimal(name);
        if (value.signum() < 0 || value.compareTo(LARGEST) > 0) {
            throw EntryFault.impossible(name + " is " + abbreviated(value.toString()) + ": a number from 0 to "
                    + LARGEST.toBigInteger() + " is expected");
        }
        return rounded(value, 3);
    }

    boolean isText(final String name) {
        final Value value = value(name);
        return value != null && value.node.isTextual() && !value.literal;
    }

    /** Any number as a binary fraction, true and false as 1 and 0: of process values, which nobody adds up. */
    double real(final String name) {
        final Value value = value(name);
        if (value != null && value.node.isBoolean()) {
            return value.node.booleanValue() ? 1 : 0;
        }
        final double number = decimal(name).doubleValue();
        if (Double.isInfinite(number)) {
            throw EntryFault.impossible(name + " is too large: a number up to 1.8e308 is expected");
        }
        return number;
    }

    /** A duration in seconds, at most a year, as nanoseconds. */
    long secondsAsNs(final String name) {
        final BigDecimal value = decimal(name);
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
            throw EntryFault.impossible(name + " is " + abbreviated(value.toString()) + ": seconds from 0 to "
                    + MAX_SECONDS + " are expected");
        }
        return rounded(value, 9);
    }

    /** @return 0 if the field is absent */
    int count(final String name, final int largest) {
        final Value value = value(name);
        if (value == null) {
            return 0;
        }
        final BigDecimal number = decimal(name);
        if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(largest)) > 0 || !isWhole(number)) {
            throw wrong(name, value, "a whole number from 0 to " + largest + " is expected");
        }
        return number.intValue();
    }

    /** ISO-8601 with an offset, or whole milliseconds since the epoch; between the years 2000 and 2200. */
    long timeNs(final String name) {
        final Value value = value(name);
        if (value == null) {
            throw missing(name, "ISO-8601 with an offset, or milliseconds since the epoch");
        }
        return value.node.isNumber() ? fromMs(name, value) : fromIso(name, value);
    }

    private static long fromMs(final String name, final Value value) {
        final BigDecimal ms = value.node.decimalValue();
        if (ms.signum() < 0 || ms.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 || !isWhole(ms)) {
            throw wrong(name, value, "whole milliseconds since the epoch are expected");
        }
        return checkedNs(name, value, ms.longValue(), 0);
    }

    private static long fromIso(final String name, final Value value) {
        if (!value.node.isTextual()) {
            throw wrong(name, value, "ISO-8601 with an offset, or milliseconds since the epoch is expected");
        }
        try {
            final Instant instant = OffsetDateTime.parse(value.node.asText()).toInstant();
            return checkedNs(name, value, instant.toEpochMilli(), instant.getNano() % 1_000_000);
        } catch (final DateTimeException | ArithmeticException noTime) {
            throw wrong(name, value, "ISO-8601 with an offset is expected, as 2026-01-31T12:00:00Z");
        }
    }

    private static long checkedNs(final String name, final Value value, final long ms, final int ns) {
        if (ms < EARLIEST_MS || ms >= LATEST_MS) {
            throw wrong(
                    name,
                    value,
                    "a time of the years 2000 to 2199 is expected (a number means milliseconds): set the sender's clock");
        }
        return ms * 1_000_000 + ns;
    }

    private BigDecimal decimal(final String name) {
        final Value value = value(name);
        if (value == null) {
            throw missing(name, "a number");
        }
        if (value.node.isNumber()) {
            return value.node.decimalValue();
        }
        if (value.literal) {
            try {
                return new BigDecimal(value.node.asText());
            } catch (final NumberFormatException noNumber) {
                throw wrong(name, value, "the mapping's constant must be a number");
            }
        }
        throw wrong(name, value, "a number without quotes is expected");
    }

    private @Nullable Value value(final String name) {
        final Value value = lookup.apply(name);
        return value == null || value.node.isMissingNode() || value.node.isNull() ? null : value;
    }

    /** Never expands an exponent: 1e999999999 would be a gigabyte of zeroes. */
    private static boolean isWhole(final BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** @param value of moderate size, but with any number of decimals */
    private static long rounded(final BigDecimal value, final int decimals) {
        if (value.signum() == 0 || value.precision() - value.scale() < -decimals - 1) {
            return 0;
        }
        final BigDecimal result = value.movePointRight(decimals).setScale(0, RoundingMode.HALF_UP);
        return result.min(LARGEST_MILLI).longValueExact();
    }

    private static boolean hasLoneSurrogate(final String text) {
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static EntryFault wrong(final String name, final Value value, final String remedy) {
        return EntryFault.impossible(name + " is " + abbreviated(value.node.toString()) + ": " + remedy);
    }

    private static EntryFault missing(final String name, final String what) {
        return EntryFault.impossible(name + " is missing: " + what + " is expected");
    }

    private static String abbreviated(final String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    private static <E extends Enum<E>> List<String> names(final Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }
}
