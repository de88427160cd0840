package io.millrace.topology.record;

import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, fields in the order they are named: equal records have equal bytes. What is null or an empty text is left
 * out. One thread.
 */
public final class JsonOut {
    /** Within these bounds a double times a million is exact to a thousandth of a millionth. */
    private static final double PLAIN_BELOW = 1e6;

    private static final double MILLION = 1e6;
    private static final double DOUBTFUL = 1e-3;

    private final Utf8Text json = new Utf8Text(1_024);

    public JsonOut() {
        json.add('{');
    }

    /** What the value is written behind. */
    private Utf8Text field(final String name) {
        return next().quoted(name).add(':');
    }

    private Utf8Text next() {
        final byte before = json.last();
        return before == '{' || before == '[' ? json : json.add(',');
    }

    public JsonOut text(final String name, final @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        field(name).quoted(value);
        return this;
    }

    public JsonOut id(final String name, final @Nullable UUID value) {
        return value == null ? this : ascii(name, value.toString());
    }

    public JsonOut name(final String name, final Enum<?> value) {
        return text(name, value.name());
    }

    public JsonOut number(final String name, final long value) {
        field(name).number(value);
        return this;
    }

    public JsonOut flag(final String name, final boolean value) {
        field(name).ascii(value ? "true" : "false");
        return this;
    }

    /** Nanoseconds since the epoch as ISO 8601 in UTC. */
    public JsonOut time(final String name, final long ns) {
        field(name).add('"').time(ns).add('"');
        return this;
    }

    /** Nanoseconds as seconds, a plain decimal. */
    public JsonOut seconds(final String name, final long ns) {
        return decimal(name, ns, Decimals.NANO);
    }

    /** A plain decimal, rounded to six places; left out if there is none. */
    public JsonOut ratio(final String name, final @Nullable Double value) {
        if (value == null) {
            return this;
        }
        final double millionths = value * MILLION;
        final double fraction = millionths - Math.floor(millionths);
        if (Math.abs(value) < PLAIN_BELOW && Math.abs(fraction - 0.5) > DOUBTFUL) {
            return decimal(name, (long) Math.rint(millionths), Decimals.MICRO);
        }
        // Where it lies between two, what the number looks like in decimals decides.
        final BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
        field(name)
                .ascii(
                        rounded.signum() == 0
                                ? "0"
                                : rounded.stripTrailingZeros().toPlainString());
        return this;
    }

    /** Thousandths as units, a plain decimal. */
    public JsonOut quantity(final String name, final long milli) {
        return decimal(name, milli, Decimals.MILLI);
    }

    /** Millionths as a plain decimal. */
    public JsonOut ratio(final String name, final long millionths) {
        return decimal(name, millionths, Decimals.MICRO);
    }

    public JsonOut quantities(final String name, final Quantities value) {
        open(name);
        quantity("good", value.goodMilli());
        quantity("scrap", value.scrapMilli());
        quantity("rework", value.reworkMilli());
        return close();
    }

    /** Left out if there is none. */
    public JsonOut activity(final String name, final Activity value) {
        if (value.isNone()) {
            return this;
        }
        open(name);
        seconds("setup", value.setupNs());
        seconds("machine", value.machineNs());
        seconds("interrupted", value.interruptedNs());
        seconds("labour", value.labourNs());
        return close();
    }

    /** Days since 1970-01-01 as ISO 8601. */
    public JsonOut date(final String name, final long epochDay) {
        return ascii(name, LocalDate.ofEpochDay(epochDay).toString());
    }

    /** Left out if there is none. */
    public JsonOut nested(final String name, final @Nullable OperationKey value) {
        return value == null ? this : open(name).operation(value).close();
    }

    /** An array of objects, each written by the function. */
    public <T> JsonOut objects(final String name, final Collection<T> values, final BiConsumer<JsonOut, T> writer) {
        field(name).add('[');
        for (final T value : values) {
            next().add('{');
            writer.accept(this, value);
            json.add('}');
        }
        json.add(']');
        return this;
    }

    /** Order and operation, each in a field of its own. */
    public JsonOut operation(final @Nullable OperationKey value) {
        return value == null ? this : text("order", value.order()).text("operation", value.operation());
    }

    public JsonOut texts(final String name, final Collection<String> values) {
        field(name).add('[');
        for (final String value : values) {
            next().quoted(value);
        }
        json.add(']');
        return this;
    }

    public JsonOut binary(final String name, final byte[] value) {
        return ascii(name, Base64.getEncoder().encodeToString(value));
    }

    /** Starts an object inside; the fields that follow are its own until {@link #close()}. */
    public JsonOut open(final String name) {
        field(name).add('{');
        return this;
    }

    public JsonOut close() {
        json.add('}');
        return this;
    }

    /** Ends the object; nothing can be written after it. */
    public byte[] done() {
        return json.add('}').toBytes();
    }

    private JsonOut decimal(final String name, final long value, final int scale) {
        field(name).decimal(value, scale);
        return this;
    }

    /** @param value nothing that needs an escape */
    private JsonOut ascii(final String name, final String value) {
        field(name).add('"').ascii(value).add('"');
        return this;
    }
}
