package io.millrace.topology.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object, fields in the order they are named: equal records have equal bytes. What is null or an empty text is left
 * out. One thread.
 */
public final class JsonOut {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
    private final JsonGenerator json;

    public JsonOut() {
        try {
            json = FACTORY.createGenerator(bytes);
            json.writeStartObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonOut text(final String name, final @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        return write(() -> json.writeStringField(name, value));
    }

    public JsonOut id(final String name, final @Nullable UUID value) {
        return text(name, value == null ? "" : value.toString());
    }

    public JsonOut name(final String name, final Enum<?> value) {
        return text(name, value.name());
    }

    public JsonOut number(final String name, final long value) {
        return write(() -> json.writeNumberField(name, value));
    }

    public JsonOut flag(final String name, final boolean value) {
        return write(() -> json.writeBooleanField(name, value));
    }

    /** Nanoseconds since the epoch as ISO 8601 in UTC. */
    public JsonOut time(final String name, final long ns) {
        return text(name, Decimals.time(ns));
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
        final BigDecimal rounded = BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_EVEN);
        return write(() -> {
            json.writeFieldName(name);
            json.writeNumber(
                    rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
        });
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
        return text(name, LocalDate.ofEpochDay(epochDay).toString());
    }

    /** Left out if there is none. */
    public JsonOut nested(final String name, final @Nullable OperationKey value) {
        return value == null ? this : open(name).operation(value).close();
    }

    /** An array of objects, each written by the function. */
    public <T> JsonOut objects(final String name, final Collection<T> values, final BiConsumer<JsonOut, T> writer) {
        write(() -> json.writeArrayFieldStart(name));
        for (final T value : values) {
            write(json::writeStartObject);
            writer.accept(this, value);
            write(json::writeEndObject);
        }
        return write(json::writeEndArray);
    }

    /** Order and operation, each in a field of its own. */
    public JsonOut operation(final @Nullable OperationKey value) {
        return value == null ? this : text("order", value.order()).text("operation", value.operation());
    }

    public JsonOut texts(final String name, final Collection<String> values) {
        return write(() -> {
            json.writeArrayFieldStart(name);
            for (final String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
    }

    public JsonOut binary(final String name, final byte[] value) {
        return write(() -> json.writeBinaryField(name, value));
    }

    /** Starts an object inside; the fields that follow are its own until {@link #close()}. */
    public JsonOut open(final String name) {
        return write(() -> json.writeObjectFieldStart(name));
    }

    public JsonOut close() {
        return write(json::writeEndObject);
    }

    /** Ends the object; nothing can be written after it. */
    public byte[] done() {
        write(() -> {
            json.writeEndObject();
            json.close();
        });
        return bytes.toByteArray();
    }

    private JsonOut decimal(final String name, final long value, final int scale) {
        return write(() -> {
            json.writeFieldName(name);
            json.writeNumber(Decimals.plain(value, scale));
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private JsonOut write(final Step step) {
        try {
            step.run();
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
