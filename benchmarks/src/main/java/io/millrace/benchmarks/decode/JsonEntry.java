package io.millrace.benchmarks.decode;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.ingest.signal.StateTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Locale;

/** The fields of a message as somebody would bind them who trusts its sender: nothing is checked that need not be. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
final class JsonEntry {
    private static final int NS_PER_MS = 1_000_000;

    private String id = "";
    private String traceparent = "";
    private Object time = 0L;
    private String state = "";
    private String mode = "unknown";
    private String reason = "";
    private String measure = "";
    private BigDecimal value = BigDecimal.ZERO;
    private BigDecimal quantity = BigDecimal.ZERO;
    private String transition = "";
    private boolean cancelled;
    private int revision;
    private String order = "";
    private String operation = "";
    private String material = "";
    private String lot = "";

    /** By Jackson's streaming parser, field by field. */
    static JsonEntry read(final JsonFactory json, final byte[] payload) throws IOException {
        final JsonEntry entry = new JsonEntry();
        try (JsonParser in = json.createParser(payload)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                entry.field(name, in);
            }
        }
        return entry;
    }

    private void field(final String name, final JsonParser in) throws IOException {
        switch (name) {
            case "id" -> id = in.getText();
            case "traceparent" -> traceparent = in.getText();
            case "time" -> time = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : in.getNumberValue();
            case "state" -> state = in.getText();
            case "mode" -> mode = in.getText();
            case "reason" -> reason = in.getText();
            case "measure" -> measure = in.getText();
            case "value" -> value = in.getDecimalValue();
            case "quantity" -> quantity = in.getDecimalValue();
            case "transition" -> transition = in.getText();
            case "cancelled" -> cancelled = in.getBooleanValue();
            case "revision" -> revision = in.getIntValue();
            case "order" -> order = in.getText();
            case "operation" -> operation = in.getText();
            case "material" -> material = in.getText();
            case "lot" -> lot = in.getText();
            default -> in.skipChildren();
        }
    }

    Event event(final String topic) {
        final int kindAt = topic.lastIndexOf('/');
        final EventHead head = EventHead.of(
                JsonMessage.GATEWAY,
                JsonMessage.SOURCE,
                topic.substring(JsonMessage.PREFIX.length(), kindAt),
                timeNs(),
                JsonMessage.GATEWAY_NS);
        return new Event(head.withIds(id, traceparent), fact(topic.substring(kindAt + 1)));
    }

    private long timeNs() {
        return time instanceof Number ms
                ? ms.longValue() * NS_PER_MS
                : OffsetDateTime.parse((String) time).toInstant().toEpochMilli() * NS_PER_MS;
    }

    private Fact fact(final String kind) {
        return switch (kind) {
            case "state" ->
                new Fact.StateChanged(StateTable.PACKML.read(state), Mode.valueOf(upper(mode)), state, reason);
            case "counter" -> new Fact.CounterReading(Measure.valueOf(upper(measure)), false, milli(value));
            case "count" ->
                new Fact.CountReport(Measure.valueOf(upper(measure)), milli(quantity), order, operation, reason);
            case "context" ->
                new Fact.OrderContext(Transition.valueOf(upper(transition)), cancelled, revision, order, operation);
            case "consumption" -> new Fact.MaterialConsumed(milli(quantity), material, lot, order, operation);
            default -> throw new IllegalArgumentException("no message of these is a " + kind);
        };
    }

    private static String upper(final String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static long milli(final BigDecimal number) {
        return number.movePointRight(3).longValueExact();
    }
}
