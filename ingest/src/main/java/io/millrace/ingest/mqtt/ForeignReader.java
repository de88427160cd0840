package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A mapping, prepared to be used often. Immutable. */
final class ForeignReader {
    /**
     * What a mapping finds in an entry.
     *
     * @param idSuffix tells elements apart that have the entry's id
     */
    record Found(JsonFields fields, String idSuffix) {}

    private final TopicFilter filter;
    private final ForeignMapping mapping;
    private final Selection.Matcher selection;
    private final Map<String, FieldSource> fields = new HashMap<>();

    ForeignReader(final ForeignMapping mapping) {
        this.mapping = mapping;
        this.filter = new TopicFilter(mapping.topicFilter());
        this.selection = new Selection.Matcher(mapping.selection());
        mapping.fields().forEach((name, where) -> fields.put(name, FieldSource.of(where)));
    }

    boolean matches(final String[] levels) {
        return filter.matches(levels);
    }

    /** @throws EntryFault NOT_MAPPED if the topic has too few levels */
    EntryReader.Subject subject(final String[] levels) {
        final JsonNode nothing = MissingNode.getInstance();
        return new EntryReader.Subject(
                FieldSource.expand(mapping.machine(), new FieldSource.Place(nothing, nothing, levels)),
                mapping.kind(),
                mapping.dialect().states());
    }

    /**
     * @return empty if the mapping does not speak for the entry
     * @throws EntryFault if its elements cannot be had
     */
    List<Found> find(final JsonNode entry, final String[] levels) {
        if (!selection.isEach()) {
            final FieldSource.Place whole = new FieldSource.Place(entry, entry, levels);
            return selection.takes(whole) ? List.of(new Found(fields(whole), "")) : List.of();
        }
        final JsonNode elements = selection.elements(entry);
        if (!elements.isArray()) {
            throw new EntryFault(
                    Reason.NOT_MAPPED,
                    mapping.selection().each()
                            + " is no array: each of its elements was to be read, correct the mapping");
        }
        final List<Found> found = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            final FieldSource.Place element = new FieldSource.Place(elements.get(i), entry, levels);
            if (selection.takes(element)) {
                found.add(new Found(fields(element), suffix(i)));
            }
        }
        return found;
    }

    /** The second of two elements with one id, time and machine would pass for the repeat of the first. */
    private String suffix(final int place) {
        final FieldSource id = fields.get("id");
        return id == null || id.isOfElement() ? "" : "/" + place;
    }

    private JsonFields fields(final FieldSource.Place place) {
        return new JsonFields(
                name -> {
                    final FieldSource source = fields.get(name);
                    final JsonFields.Value value = source == null ? null : source.read(place);
                    return value == null ? null : mapping.dialect().translated(name, value);
                },
                true);
    }
}
