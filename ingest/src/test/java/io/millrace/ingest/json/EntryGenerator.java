package io.millrace.ingest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.core.event.MachineState;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Entries of a kind, equal for equal seeds: right in every field, or with some fields as senders get them wrong. */
final class EntryGenerator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> TEXTS = texts("1001", "ä-ß 7", "\ud83d\ude00", "x".repeat(2_048), " padded ");
    private static final List<JsonNode> OPTIONAL = and(TEXTS, JSON.nullNode(), JSON.textNode(""), JSON.textNode("  "));
    private static final List<JsonNode> TIMES = and(
            texts(
                    "2026-02-28T23:59:59Z",
                    "2024-02-29T00:00:00.123456789+05:30",
                    "2000-01-02T00:00:00-17:59",
                    "2199-12-31T23:59:59.999999999Z"),
            JSON.numberNode(1_767_225_600_000L),
            JSON.numberNode(946_684_800_000L),
            JSON.numberNode(new BigDecimal("1.7672256e12")));
    private static final List<JsonNode> QUANTITIES = numbers("0", "1", "12.5", "0.0004", "1e5", "9223372036854775");
    private static final List<JsonNode> SECONDS = numbers("0", "1.5", "31622400", "0.000000001");
    private static final List<JsonNode> FLAGS = List.of(JSON.booleanNode(true), JSON.booleanNode(false));
    private static final List<JsonNode> MEASURES = texts("good", "scrap", "rework", "total", "GOOD");
    /** What fields hold that somebody filled wrongly, each a value that some field might take. */
    private static final List<JsonNode> ODD = and(
            texts(
                    "",
                    " ",
                    "\u001c",
                    "\u2003",
                    "no such word",
                    "12",
                    "true",
                    "x".repeat(2_049),
                    "x".repeat(4_097),
                    "2026-02-30T00:00:00Z",
                    "2026-01-01T24:00:00Z",
                    "2026-01-01T00:00:60Z",
                    "2026-01-01T00:00:00",
                    "2026-01-01T00:00:00+18:01",
                    "1999-12-31T23:59:59Z",
                    "2000-01-01T00:00:00+01:00",
                    "2199-12-31T23:00:00-05:00",
                    "2026-01-01",
                    "17",
                    "18",
                    "STARTED",
                    "QUARANTINE_ACCEPTED"),
            JSON.nullNode(),
            JSON.numberNode(-1),
            JSON.numberNode(18),
            JSON.numberNode(new BigDecimal("0.5")),
            JSON.numberNode(new BigDecimal("-0.0001")),
            JSON.numberNode(new BigDecimal("1e20")),
            JSON.numberNode(new BigDecimal("9223372036854776")),
            JSON.numberNode(65_535),
            JSON.numberNode(31_622_401),
            JSON.numberNode(946_684_799_999L),
            JSON.numberNode(7_258_118_400_000L),
            JSON.numberNode(new BigDecimal("1767225600000.5")),
            JSON.booleanNode(true),
            JSON.objectNode(),
            JSON.arrayNode().add(1));

    private static final Map<String, List<JsonNode>> SPECIAL = Map.ofEntries(
            Map.entry("state", states()),
            Map.entry("mode", and(texts("PRODUCTION", "setup", "UNKNOWN", ""), JSON.nullNode())),
            Map.entry("measure", MEASURES),
            Map.entry("transition", texts("STARTED", "PAUSED", "resumed", "COMPLETED")),
            Map.entry("time", TIMES),
            Map.entry("from", TIMES),
            Map.entry("value", QUANTITIES),
            Map.entry("quantity", QUANTITIES),
            Map.entry("seconds", SECONDS),
            Map.entry("revision", numbers("0", "1", "65534", "2.0")),
            Map.entry("reset", FLAGS),
            Map.entry("cancelled", FLAGS));

    private final Random random;

    EntryGenerator(final long seed) {
        random = new Random(seed);
    }

    /** An entry with every field that must be there and some of the others, each as it should be. */
    ObjectNode right(final JsonKind kind) {
        final ObjectNode entry = JSON.objectNode();
        required(kind).forEach(field -> entry.set(field, one(values(kind, field, true))));
        optional(kind)
                .filter(field -> random.nextBoolean())
                .forEach(field -> entry.set(field, one(values(kind, field, false))));
        if (entry.path("reset").asBoolean()
                || List.of("STARTED").contains(entry.path("transition").asText())) {
            entry.set("time", one(TIMES));
            entry.set("order", one(TEXTS));
        }
        if (entry.path("type").asText().startsWith("QUARANTINE")) {
            entry.set("target", one(TEXTS));
        }
        return entry;
    }

    /** Such an entry with up to three fields missing or holding something odd. */
    ObjectNode doubtful(final JsonKind kind) {
        final ObjectNode entry = right(kind);
        final List<String> fields =
                Stream.concat(required(kind), optional(kind)).toList();
        for (int i = random.nextInt(4); i > 0; i--) {
            final String field = fields.get(random.nextInt(fields.size()));
            if (random.nextInt(4) == 0) {
                entry.remove(field);
            } else {
                entry.set(field, one(ODD));
            }
        }
        return entry;
    }

    private List<JsonNode> values(final JsonKind kind, final String field, final boolean required) {
        if (field.equals("type")) {
            return kind == JsonKind.QUALITY
                    ? texts("INSPECTION", "NONCONFORMANCE", "disposition")
                    : texts("SETTLE_REQUESTED", "QUARANTINE_ACCEPTED", "QUARANTINE_REJECTED");
        }
        return SPECIAL.getOrDefault(field, required ? TEXTS : OPTIONAL);
    }

    private static Stream<String> required(final JsonKind kind) {
        return switch (kind) {
            case STATE -> Stream.of("state");
            case COUNTER -> Stream.of("measure", "value");
            case COUNT -> Stream.of("id", "time", "measure", "quantity");
            case CONTEXT -> Stream.of("time", "transition");
            case CONSUMPTION, LOT -> Stream.of("id", "time", "material", "lot", "quantity");
            case QUALITY -> Stream.of("time", "type", "lot", "code", "quantity");
            case LABOUR -> Stream.of("id", "time", "person", "activity", "seconds");
            case REASON -> Stream.of("from", "reason", "actor");
            case SCRAP -> Stream.of("id", "time", "quantity", "reason", "order", "operation");
            case DECISION -> Stream.of("type", "actor", "reason");
            case VALUE -> Stream.of("name", "value");
        };
    }

    private static Stream<String> optional(final JsonKind kind) {
        return switch (kind) {
            case STATE -> Stream.of("id", "time", "mode", "reason", "traceparent");
            case COUNTER -> Stream.of("id", "time", "reset", "traceparent");
            case COUNT -> Stream.of("reason", "order", "operation", "traceparent");
            case CONTEXT -> Stream.of("id", "order", "operation", "revision", "cancelled");
            case CONSUMPTION, LABOUR -> Stream.of("order", "operation", "traceparent");
            case LOT, SCRAP -> Stream.of("traceparent");
            case QUALITY, REASON -> Stream.of("id", "traceparent");
            case DECISION -> Stream.of("id", "time", "target", "traceparent");
            case VALUE -> Stream.of("id", "time", "unit", "traceparent");
        };
    }

    private JsonNode one(final List<JsonNode> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static List<JsonNode> states() {
        return Arrays.stream(MachineState.values())
                .flatMap(state -> Stream.<JsonNode>of(
                        JSON.textNode(state.name()),
                        JSON.numberNode(state.code()),
                        JSON.textNode(Integer.toString(state.code()))))
                .toList();
    }

    private static List<JsonNode> texts(final String... texts) {
        return Arrays.stream(texts).<JsonNode>map(JSON::textNode).toList();
    }

    private static List<JsonNode> numbers(final String... numbers) {
        return Arrays.stream(numbers)
                .<JsonNode>map(number -> JSON.numberNode(new BigDecimal(number)))
                .toList();
    }

    private static List<JsonNode> and(final List<JsonNode> some, final JsonNode... more) {
        return Stream.concat(some.stream(), Arrays.stream(more)).toList();
    }
}
