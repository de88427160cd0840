package io.millrace.ingest.mqtt;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What of an entry a mapping speaks for.
 *
 * @param each JSON pointer to an array in the entry: each of its elements is read for itself; empty: the entry is read as a whole
 * @param when by JSON pointer, a regular expression that the whole of the value must match, {@code .*} for any value but null;
 *     what does not match is passed over
 */
public record Selection(String each, Map<String, String> when) {
    /** Every entry as a whole. */
    public static final Selection ALL = new Selection("", Map.of());

    /** @throws IllegalArgumentException with every fault at once */
    public Selection {
        when = Map.copyOf(when);
        final List<String> faults = new ArrayList<>();
        if (!each.isEmpty() && !each.startsWith("/")) {
            faults.add("each '" + each + "': a JSON pointer starts with /");
        }
        when.forEach((pointer, expression) -> {
            if (!isPointer(pointer)) {
                faults.add(
                        "when '" + pointer + "': a JSON pointer starts with /, or with ^/ for the message as a whole");
            }
            try {
                Pattern.compile(expression);
            } catch (final PatternSyntaxException noExpression) {
                faults.add("when " + pointer + " '" + expression + "' is no regular expression: "
                        + noExpression.getDescription());
            }
        });
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static boolean isPointer(final String text) {
        return text.startsWith("/") || text.startsWith("^/");
    }

    /** Prepared to be asked often. */
    static final class Matcher {
        private final Map<FieldSource, Pattern> conditions = new LinkedHashMap<>();
        private final JsonPointer each;

        Matcher(final Selection selection) {
            each = JsonPointer.compile(selection.each);
            selection.when.forEach((pointer, expression) ->
                    conditions.put(FieldSource.of(pointer), Pattern.compile(expression, Pattern.DOTALL)));
        }

        boolean isEach() {
            return !each.matches();
        }

        /** @return what {@code each} points to; a missing node if there is nothing */
        JsonNode elements(final JsonNode entry) {
            return entry.at(each);
        }

        boolean takes(final FieldSource.Place place) {
            for (final Map.Entry<FieldSource, Pattern> condition : conditions.entrySet()) {
                final var value = condition.getKey().read(place);
                if (value == null
                        || !condition.getValue().matcher(value.node().asText()).matches()) {
                    return false;
                }
            }
            return true;
        }
    }
}
