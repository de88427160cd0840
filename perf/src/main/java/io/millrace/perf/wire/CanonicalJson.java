package io.millrace.perf.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;

/** One message in Millrace's canonical JSON. Not thread-safe. */
final class CanonicalJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode fields = JSON.createObjectNode();

    /** A message with a source event id and a time in ISO-8601. */
    static CanonicalJson of(final String id, final long timeMs) {
        final CanonicalJson message = new CanonicalJson();
        message.fields.put("id", id).put("time", Instant.ofEpochMilli(timeMs).toString());
        return message;
    }

    CanonicalJson with(final String field, final String value) {
        fields.put(field, value);
        return this;
    }

    CanonicalJson with(final String field, final long value) {
        fields.put(field, value);
        return this;
    }

    CanonicalJson with(final String field, final boolean value) {
        fields.put(field, value);
        return this;
    }

    /** A quantity in thousandths, written as a decimal. */
    CanonicalJson withMilli(final String field, final long milli) {
        fields.put(field, BigDecimal.valueOf(milli, 3).stripTrailingZeros());
        return this;
    }

    /** {@code order} and {@code operation} of an order named {@code order/operation}; nothing for "". */
    CanonicalJson withOrder(final String order) {
        final int slash = order.indexOf('/');
        if (slash >= 0) {
            fields.put("order", order.substring(0, slash)).put("operation", order.substring(slash + 1));
        }
        return this;
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("an object of plain fields can always be written", e);
        }
    }
}
