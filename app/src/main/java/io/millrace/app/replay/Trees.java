package io.millrace.app.replay;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Statements as trees: nothing is known of their fields here. Stateless; any thread. */
final class Trees {
    static final JsonNode NOTHING = MissingNode.getInstance();
    private static final ObjectReader READER =
            new JsonMapper().readerFor(JsonNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Trees() {}

    /** @return the tree, or the text as it is if it is no JSON */
    static JsonNode read(final byte[] value) {
        try {
            final @Nullable JsonNode tree = READER.readValue(value);
            return tree == null ? NOTHING : tree;
        } catch (final IOException noJson) {
            return TextNode.valueOf(new String(value, StandardCharsets.UTF_8));
        }
    }

    /** @return every leaf by its path, like {@code quantity.good} */
    static Map<String, String> leaves(final JsonNode tree) {
        final Map<String, String> leaves = new TreeMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(final String path, final JsonNode node, final Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves));
        } else if (!node.isMissingNode()) {
            leaves.put(path, node.isTextual() ? node.asText() : node.toString());
        }
    }
}
