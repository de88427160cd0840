package io.millrace.ingest.mqtt;

import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.StateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How JSON of somebody else's making becomes one kind of event. Several mappings may match one topic; each then makes its own event
 * of the same payload.
 *
 * @param topicFilter MQTT filter, with {@code +} and {@code #}; a leading {@code $share/group/} is passed over
 * @param machine path of the work unit; {@code {n}} stands for the topic's n-th level, from 0
 * @param kind what the payload says
 * @param fields by canonical name, where each is taken from: a JSON pointer ({@code /a/b}; {@code ^/a/b} goes into the entry as a
 *     whole where elements are read one by one), or a constant behind {@code =}, in which <code>{n}</code> stands for a topic level
 *     and <code>{/a/b}</code> for a value; or several with {@code " | "} between them: the first that is there
 * @param selection what of a message it is for
 * @param dialect how values are written
 */
public record ForeignMapping(
        String topicFilter,
        String machine,
        JsonKind kind,
        Map<String, String> fields,
        Selection selection,
        Dialect dialect) {

    /** @throws IllegalArgumentException with every fault at once */
    public ForeignMapping {
        fields = Map.copyOf(fields);
        final List<String> faults = new ArrayList<>();
        if (!TopicFilter.isValid(topicFilter)) {
            faults.add("topic filter '" + topicFilter
                    + "': + and # stand alone between slashes, # only at the end, and it must not be empty");
        }
        if (machine.isBlank()) {
            faults.add("machine is empty: give the path enterprise/site/area/workCenter/workUnit");
        }
        fields.forEach((name, where) -> checkField(where, fault -> faults.add("field " + name + " " + fault)));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("mapping of " + topicFilter + ": " + String.join("; ", faults));
        }
    }

    /** A mapping of whole entries, whose states are PackML's. */
    public ForeignMapping(
            final String topicFilter, final String machine, final JsonKind kind, final Map<String, String> fields) {
        this(topicFilter, machine, kind, fields, Selection.ALL, Dialect.USUAL);
    }

    /** A mapping of whole entries. */
    public ForeignMapping(
            final String topicFilter,
            final String machine,
            final JsonKind kind,
            final Map<String, String> fields,
            final StateTable states) {
        this(topicFilter, machine, kind, fields, Selection.ALL, Dialect.USUAL.withStates(states));
    }

    /** Tells what is wrong with where a field is said to be taken from, if anything. */
    public static void checkField(final String where, final Consumer<String> fault) {
        try {
            FieldSource.of(where);
        } catch (final IllegalArgumentException none) {
            fault.accept(none.getMessage());
        }
    }
}
