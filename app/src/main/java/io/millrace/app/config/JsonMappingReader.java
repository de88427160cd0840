package io.millrace.app.config;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.mqtt.Dialect;
import io.millrace.ingest.mqtt.ForeignMapping;
import io.millrace.ingest.mqtt.Selection;
import io.millrace.ingest.signal.StateTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how a foreign JSON message is mapped. */
final class JsonMappingReader {
    private static final Pattern PLACE = Pattern.compile("\\{(\\d{1,2})}");
    private static final Pattern FILTER = Pattern.compile("([^+#/]*|\\+)(/([^+#/]*|\\+))*(/#)?|#");

    /** A kind's fields that must be there, and those that may. */
    private record Fields(List<String> required, List<String> optional) {}

    private static final Map<String, Fields> KINDS = kinds();
    private static final ForeignMapping NONE = new ForeignMapping("none", "none", JsonKind.STATE, Map.of());

    private final Section section;
    private final Form<String> machine;
    private final Form<StateTable> table;

    /**
     * @param knownMachine form of a path that the master data knows
     * @param table form of a table's name
     */
    JsonMappingReader(final Section section, final Form<String> knownMachine, final Form<StateTable> table) {
        this.section = section;
        this.table = table;
        this.machine = new Form<>(
                "",
                text -> (text.contains("{") ? Forms.machine() : knownMachine)
                        .parse()
                        .apply(text),
                text -> text);
    }

    /** An MQTT topic filter (MQTT 5, 4.7). */
    static Form<String> topicFilter() {
        return Forms.text()
                .where(
                        text -> FILTER.matcher(text).matches(),
                        "is not a topic filter: + stands for one whole level, # for all that follow, at the end");
    }

    /** @return of no use to anybody if something was wrong with it */
    ForeignMapping read() {
        final String topic = section.required("topic", topicFilter());
        final String path = section.required("machine", machine);
        final int levels = topic.contains("#") ? Integer.MAX_VALUE : topic.split("/", -1).length;
        final Matcher place = PLACE.matcher(path);
        while (place.find()) {
            if (Integer.parseInt(place.group(1)) >= levels) {
                section.fault(
                        "machine",
                        "names " + place.group() + ", but the topic has only " + levels
                                + " levels: {0} stands for the first of them");
            }
        }
        final String kind = section.required("kind", Forms.oneOf(words()));
        final Map<String, String> fields =
                section.section("fields", of -> fields(of, section.isSound("kind") ? kind : "", pointer(), Set.of()));
        final String each = section.optional("each", Forms.text()).orElse("");
        final Map<String, String> when = section.section("when", JsonMappingReader::conditions);
        final Dialect dialect = dialect(kind);
        final boolean isSound = section.isSound("topic") && section.isSound("machine") && section.isSound("kind");
        try {
            final Selection selection = new Selection(each, when);
            return isSound
                    ? new ForeignMapping(
                            topic, path, Objects.requireNonNull(JsonKind.of(kind)), fields, selection, dialect)
                    : NONE;
        } catch (final IllegalArgumentException wrong) {
            section.fault("", String.valueOf(wrong.getMessage()));
            return NONE;
        }
    }

    private Dialect dialect(final String kind) {
        final Optional<StateTable> states = section.optional("table", table);
        if (states.isPresent() && !kind.equals("state") && section.isSound("kind")) {
            section.fault("table", "is for states only: remove it, or make the kind state");
        }
        return new Dialect(
                states.orElse(StateTable.PACKML),
                section.optional("time-unit", Forms.oneOf(Dialect.TimeUnit.class), Dialect.TimeUnit.MS),
                section.optional("time-zone", Forms.zone()).orElse(null));
    }

    private static Map<String, String> conditions(final Section when) {
        final Map<String, String> read = new LinkedHashMap<>();
        when.keys().forEach(key -> read.put(key, when.required(key, Forms.text())));
        return read;
    }

    private static Form<String> pointer() {
        return Forms.text()
                .where(
                        JsonMappingReader::isField,
                        "is not a field: write /name to take it from the message, or =text for a constant");
    }

    /**
     * Where the fields of an event of our own are found.
     *
     * @param kind its kind; empty if it is not known: then any field will do
     * @param form of the places
     * @param without fields that come from elsewhere
     */
    static Map<String, String> fields(
            final Section fields, final String kind, final Form<String> form, final Set<String> without) {
        final Map<String, String> read = new LinkedHashMap<>();
        final Fields known = KINDS.get(kind);
        if (known == null) {
            fields.keys().forEach(key -> read.put(key, fields.required(key, form)));
            return read;
        }
        known.required().stream()
                .filter(key -> !without.contains(key))
                .forEach(key -> read.put(key, fields.required(key, form)));
        known.optional().stream().filter(key -> !without.contains(key)).forEach(key -> fields.optional(key, form)
                .ifPresent(value -> read.put(key, value)));
        fields.optional("traceparent", form).ifPresent(value -> read.put("traceparent", value));
        return read;
    }

    private static boolean isField(final String text) {
        final AtomicBoolean good = new AtomicBoolean(true);
        ForeignMapping.checkField(text, fault -> good.set(false));
        return good.get();
    }

    /** The words for the kinds of event. */
    static Map<String, String> words() {
        final Map<String, String> words = new LinkedHashMap<>();
        KINDS.keySet().forEach(kind -> words.put(kind, kind));
        return words;
    }

    private static Map<String, Fields> kinds() {
        final Map<String, Fields> kinds = new LinkedHashMap<>();
        kinds.put("state", new Fields(List.of("state"), List.of("time", "id", "mode", "reason")));
        kinds.put("counter", new Fields(List.of("measure", "value"), List.of("time", "id", "reset")));
        kinds.put(
                "count",
                new Fields(List.of("id", "time", "measure", "quantity"), List.of("reason", "order", "operation")));
        kinds.put(
                "context",
                new Fields(
                        List.of("time", "transition"), List.of("id", "order", "operation", "revision", "cancelled")));
        kinds.put(
                "consumption",
                new Fields(List.of("id", "time", "material", "lot", "quantity"), List.of("order", "operation")));
        kinds.put("lot", new Fields(List.of("id", "time", "material", "lot", "quantity"), List.of()));
        kinds.put("quality", new Fields(List.of("time", "type", "lot", "code", "quantity"), List.of("id")));
        kinds.put(
                "labour",
                new Fields(List.of("id", "time", "person", "activity", "seconds"), List.of("order", "operation")));
        kinds.put("reason", new Fields(List.of("from", "reason", "actor"), List.of("time", "id")));
        kinds.put("scrap", new Fields(List.of("id", "time", "quantity", "reason", "order", "operation"), List.of()));
        kinds.put("decision", new Fields(List.of("type", "actor", "reason"), List.of("time", "id", "target")));
        kinds.put("value", new Fields(List.of("name", "value"), List.of("time", "id", "unit")));
        return Map.copyOf(kinds);
    }
}
