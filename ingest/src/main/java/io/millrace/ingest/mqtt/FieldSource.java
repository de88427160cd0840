package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapping takes a field from: {@code /a/b}, a JSON pointer into what is read; {@code ^/a/b}, one into the message's entry as
 * a whole; {@code =text}, a constant, in which <code>{n}</code> stands for a topic level and <code>{/a/b}</code> for a value of the
 * message; or several of these with {@code " | "} between them, of which the first that is there holds. Immutable.
 */
final class FieldSource {
    private static final Pattern HOLE = Pattern.compile("\\{(\\d{1,3}|\\^?/[^{}]*)}");
    private static final String OR = " | ";

    /**
     * What is looked into.
     *
     * @param element what is read
     * @param entry that it is part of; the same if an entry is read as a whole
     * @param levels of the topic
     */
    record Place(JsonNode element, JsonNode entry, String[] levels) {}

    private interface Alternative {
        JsonFields.@Nullable Value read(Place place);
    }

    private final List<Alternative> alternatives;
    private final boolean ofElement;

    private FieldSource(final List<Alternative> alternatives, final boolean ofElement) {
        this.alternatives = List.copyOf(alternatives);
        this.ofElement = ofElement;
    }

    /** @throws IllegalArgumentException if it is none; says how one is written */
    static FieldSource of(final String text) {
        final List<Alternative> alternatives = new ArrayList<>();
        boolean ofElement = false;
        for (final String each : text.split(Pattern.quote(OR), -1)) {
            if (each.startsWith("=")) {
                alternatives.add(constant(each.substring(1)));
                ofElement |= each.contains("{/");
            } else {
                alternatives.add(pointer(each));
                ofElement |= each.startsWith("/");
            }
        }
        return new FieldSource(alternatives, ofElement);
    }

    /** True if it differs from element to element of one entry. */
    boolean isOfElement() {
        return ofElement;
    }

    /**
     * @return null if there is nothing, or null
     * @throws EntryFault NOT_MAPPED if the topic has too few levels
     */
    JsonFields.@Nullable Value read(final Place place) {
        for (final Alternative alternative : alternatives) {
            final JsonFields.Value value = alternative.read(place);
            if (value != null && !value.node().isMissingNode() && !value.node().isNull()) {
                return value;
            }
        }
        return null;
    }

    /** Fills what stands in braces. */
    static String expand(final String template, final Place place) {
        if (template.indexOf('{') < 0) {
            return template;
        }
        return HOLE.matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(filled(match.group(1), template, place)));
    }

    private static String filled(final String hole, final String template, final Place place) {
        if (hole.startsWith("^")) {
            return place.entry.at(hole.substring(1)).asText("");
        } else if (hole.startsWith("/")) {
            return place.element.at(hole).asText("");
        }
        final int level = Integer.parseInt(hole);
        if (level >= place.levels.length) {
            throw new EntryFault(
                    Reason.NOT_MAPPED,
                    "mapping wants topic level " + level + " for '" + template + "', the topic has "
                            + place.levels.length + ": correct the mapping");
        }
        return place.levels[level];
    }

    private static Alternative constant(final String template) {
        return place -> {
            final String text = expand(template, place);
            return text.isEmpty() ? null : new JsonFields.Value(TextNode.valueOf(text), true);
        };
    }

    private static Alternative pointer(final String text) {
        final boolean ofEntry = text.startsWith("^");
        final String path = ofEntry ? text.substring(1) : text;
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "': a JSON pointer starts with / or ^/, a constant with =");
        }
        final JsonPointer pointer = JsonPointer.compile(path);
        return place -> new JsonFields.Value((ofEntry ? place.entry : place.element).at(pointer), false);
    }
}
