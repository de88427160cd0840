package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How JSON of somebody else's making becomes one kind of event. Several mappings may match one topic; each then makes its own event
 * of the same payload.
 *
 * @param topicFilter MQTT filter, with {@code +} and {@code #}; a leading {@code $share/group/} is passed over
 * @param machine path of the work unit; {@code {n}} stands for the topic's n-th level, from 0
 * @param kind what the payload says
 * @param fields by canonical name, a JSON pointer ({@code /a/b}) into the payload, or a constant behind {@code =}, in which
 *     {@code {n}} stands for a topic level as well
 * @param states how the field {@code state} is read; a code that it does not name is UNKNOWN
 */
public record ForeignMapping(
        String topicFilter, String machine, JsonKind kind, Map<String, String> fields, StateTable states) {
    private static final Pattern LEVEL = Pattern.compile("\\{(\\d{1,3})}");

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
        fields.forEach((name, where) -> {
            if (!where.startsWith("=") && !isPointer(where)) {
                faults.add("field " + name + " '" + where + "': a JSON pointer starts with /, a constant with =");
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("mapping of " + topicFilter + ": " + String.join("; ", faults));
        }
    }

    /** A mapping whose states are PackML's. */
    public ForeignMapping(
            final String topicFilter, final String machine, final JsonKind kind, final Map<String, String> fields) {
        this(topicFilter, machine, kind, fields, StateTable.PACKML);
    }

    /**
     * Puts topic levels for their place-holders.
     *
     * @throws EntryFault NOT_MAPPED if the topic has no such level
     */
    static String expand(final String template, final String[] levels) {
        if (template.indexOf('{') < 0) {
            return template;
        }
        return LEVEL.matcher(template).replaceAll(match -> {
            final int level = Integer.parseInt(match.group(1));
            if (level >= levels.length) {
                throw new EntryFault(
                        DeadLetter.Reason.NOT_MAPPED,
                        "mapping wants topic level " + level + " for '" + template + "', the topic has " + levels.length
                                + ": correct the mapping");
            }
            return Matcher.quoteReplacement(levels[level]);
        });
    }

    private static boolean isPointer(final String text) {
        try {
            JsonPointer.compile(text);
            return !text.isEmpty();
        } catch (final IllegalArgumentException noPointer) {
            return false;
        }
    }
}
