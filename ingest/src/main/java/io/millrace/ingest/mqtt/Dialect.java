package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.signal.StateTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How somebody else writes values. Numbers may be texts with a decimal point.
 *
 * @param states how the field {@code state} is read; a code that it does not name is UNKNOWN
 * @param timeUnit of a time that is a number, since the epoch
 * @param zone of a time that is a text without an offset; null: there is none such. An hour that a clock change gives twice is the
 *     first of the two
 */
public record Dialect(StateTable states, TimeUnit timeUnit, @Nullable ZoneId zone) {
    /** PackML's states, milliseconds, texts with an offset. */
    public static final Dialect USUAL = new Dialect(StateTable.PACKML, TimeUnit.MS, null);

    /** Of a number that is a time. */
    public enum TimeUnit {
        S(9),
        MS(6),
        US(3),
        NS(0);

        /** Powers of ten of a nanosecond. */
        private final int decimals;

        TimeUnit(final int decimals) {
            this.decimals = decimals;
        }
    }

    private static final Set<String> TIMES = Set.of("time", "from");
    private static final Set<String> NUMBERS = Set.of("value", "quantity", "seconds", "revision");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,20})?");
    /** So many nanoseconds are in the year 2262: beyond it nothing need be converted to be refused. */
    private static final BigDecimal LAST_NS = BigDecimal.valueOf(Long.MAX_VALUE);

    public Dialect withStates(final StateTable table) {
        return new Dialect(table, timeUnit, zone);
    }

    /** As our own fields are written; what cannot be read is left as it is, for its reader to complain about. */
    JsonFields.Value translated(final String field, final JsonFields.Value value) {
        if (NUMBERS.contains(field)) {
            return number(value);
        }
        return TIMES.contains(field) ? time(value) : value;
    }

    private static JsonFields.Value number(final JsonFields.Value value) {
        final String text = value.node().isTextual() ? value.node().textValue().strip() : "";
        return NUMBER.matcher(text).matches()
                ? new JsonFields.Value(DecimalNode.valueOf(new BigDecimal(text)), value.literal())
                : value;
    }

    private JsonFields.Value time(final JsonFields.Value value) {
        final JsonNode node = number(value).node();
        final String text = node.isNumber() ? fromNumber(node.decimalValue()) : fromText(node.asText());
        return text == null ? value : new JsonFields.Value(TextNode.valueOf(text), value.literal());
    }

    private @Nullable String fromNumber(final BigDecimal number) {
        if (number.signum() < 0 || number.compareTo(LAST_NS) > 0) {
            return null;
        }
        final BigDecimal ns = number.scaleByPowerOfTen(timeUnit.decimals).setScale(0, RoundingMode.DOWN);
        if (ns.compareTo(LAST_NS) > 0) {
            return null;
        }
        return Instant.ofEpochSecond(0, ns.longValueExact()).toString();
    }

    private @Nullable String fromText(final String text) {
        if (zone == null) {
            return null;
        }
        try {
            return LocalDateTime.parse(text.strip().replace(' ', 'T'))
                    .atZone(zone)
                    .toInstant()
                    .toString();
        } catch (final DateTimeException withOffset) {
            return null;
        }
    }
}
