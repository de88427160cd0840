package io.millrace.topology.record;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field. Fields it is not asked for are ignored, so that newer writers can add some; a field that
 * has to be there and is not is an {@link IllegalArgumentException} that names it.
 */
public final class JsonIn {
    private static final ObjectReader READER =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final JsonNode node;

    private JsonIn(final JsonNode node) {
        this.node = node;
    }

    /** @throws IllegalArgumentException if the bytes are not one JSON object */
    public static JsonIn of(final byte[] bytes) {
        try {
            final JsonNode node = READER.readValue(bytes);
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return new JsonIn(node);
        } catch (final IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    public boolean has(final String name) {
        return node.hasNonNull(name);
    }

    /** @return the text, empty if the field is not there */
    public String text(final String name) {
        return node.path(name).asText("");
    }

    public @Nullable UUID id(final String name) {
        return has(name) ? UUID.fromString(text(name)) : null;
    }

    public <E extends Enum<E>> E name(final String name, final Class<E> type) {
        return Enum.valueOf(type, required(name).asText());
    }

    public long number(final String name) {
        return required(name).longValue();
    }

    public int integer(final String name) {
        return Math.toIntExact(number(name));
    }

    public boolean flag(final String name) {
        return node.path(name).asBoolean(false);
    }

    public long time(final String name) {
        return Decimals.time(required(name).asText());
    }

    public long seconds(final String name) {
        return Decimals.whole(required(name).decimalValue(), Decimals.NANO);
    }

    public long quantity(final String name) {
        return Decimals.whole(required(name).decimalValue(), Decimals.MILLI);
    }

    public Quantities quantities(final String name) {
        final JsonIn inner = object(name);
        return new Quantities(inner.quantity("good"), inner.quantity("scrap"), inner.quantity("rework"));
    }

    public Activity activity(final String name) {
        if (!has(name)) {
            return Activity.NONE;
        }
        final JsonIn inner = object(name);
        return new Activity(
                inner.seconds("setup"),
                inner.seconds("machine"),
                inner.seconds("interrupted"),
                inner.seconds("labour"));
    }

    /** @return days since 1970-01-01 */
    public long date(final String name) {
        return LocalDate.parse(required(name).asText()).toEpochDay();
    }

    public @Nullable OperationKey nested(final String name) {
        return has(name) ? object(name).operation() : null;
    }

    /** @return the name, null if the field is not there */
    public <E extends Enum<E>> @Nullable E nameOrNull(final String name, final Class<E> type) {
        return has(name) ? name(name, type) : null;
    }

    /** An array of objects, each read by the function; empty if the field is not there. */
    public <T> List<T> objects(final String name, final Function<JsonIn, T> reader) {
        final List<T> objects = new ArrayList<>();
        node.path(name).forEach(each -> objects.add(reader.apply(new JsonIn(each))));
        return List.copyOf(objects);
    }

    public @Nullable OperationKey operationOrNull() {
        return has("order") ? new OperationKey(text("order"), text("operation")) : null;
    }

    public OperationKey operation() {
        required("order");
        return new OperationKey(text("order"), text("operation"));
    }

    public List<String> texts(final String name) {
        final List<String> texts = new ArrayList<>();
        required(name).forEach(each -> texts.add(each.asText()));
        return List.copyOf(texts);
    }

    public byte[] binary(final String name) {
        try {
            return required(name).binaryValue();
        } catch (final IOException e) {
            throw new IllegalArgumentException("field " + name + " is not base64", e);
        }
    }

    public JsonIn object(final String name) {
        return new JsonIn(required(name));
    }

    /** @return the object's fields, sorted by name, each read by the function */
    public <T> TreeMap<String, T> entries(final Function<JsonIn, T> reader) {
        final TreeMap<String, T> entries = new TreeMap<>();
        for (final Map.Entry<String, JsonNode> field : node.properties()) {
            entries.put(field.getKey(), reader.apply(new JsonIn(field.getValue())));
        }
        return entries;
    }

    /** @return this value itself, seconds as nanoseconds */
    public long asSeconds() {
        return Decimals.whole(node.decimalValue(), Decimals.NANO);
    }

    private JsonNode required(final String name) {
        final JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("field " + name + " is missing");
        }
        return value;
    }
}
