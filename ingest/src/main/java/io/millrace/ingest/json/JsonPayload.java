package io.millrace.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes payloads apart into their entries, strictly: no key twice, nothing behind the end, nothing beyond the limits. Immutable. */
public final class JsonPayload {
    private static final int MAX_NUMBER_CHARS = 64;

    private final JsonLimits limits;
    private final ObjectMapper json;

    public JsonPayload(final JsonLimits limits) {
        this.limits = limits;
        this.json = json(limits);
    }

    /** @throws EntryFault TOO_LARGE or UNDECODABLE, for the payload as a whole */
    public List<JsonNode> entries(final byte[] payload) {
        if (payload.length > limits.payloadBytes()) {
            throw new EntryFault(
                    Reason.TOO_LARGE,
                    "payload has " + payload.length + " bytes, " + limits.payloadBytes()
                            + " are allowed: send smaller messages or raise the limit; the letter keeps the first "
                            + limits.payloadBytes());
        }
        final JsonNode root = parsed(payload);
        if (root.isArray() && root.size() > limits.entries()) {
            throw new EntryFault(
                    Reason.TOO_LARGE,
                    "array has " + root.size() + " entries, " + limits.entries()
                            + " are allowed: send smaller messages or raise the limit");
        }
        if (!root.isObject() && root.isEmpty()) {
            throw new EntryFault(
                    Reason.UNDECODABLE, "payload holds no entry: a JSON object, or an array of them, is expected");
        }
        if (root.isObject()) {
            return List.of(root);
        }
        final List<JsonNode> entries = new ArrayList<>(root.size());
        root.forEach(entries::add);
        return entries;
    }

    /** @throws EntryFault TOO_LARGE or UNDECODABLE, also for what is no object */
    public JsonNode object(final byte[] text) {
        final JsonNode root = parsed(text);
        if (!root.isObject()) {
            throw new EntryFault(Reason.UNDECODABLE, "not a JSON object");
        }
        return root;
    }

    private JsonNode parsed(final byte[] payload) {
        try {
            return json.readTree(payload);
        } catch (final StreamConstraintsException tooLarge) {
            throw new EntryFault(
                    Reason.TOO_LARGE, tooLarge.getOriginalMessage() + ": send smaller messages or raise the limit");
        } catch (final JsonProcessingException noJson) {
            throw new EntryFault(
                    Reason.UNDECODABLE, "no valid JSON: " + firstLine(noJson.getOriginalMessage()) + position(noJson));
        } catch (final IOException | RuntimeException unreadable) {
            throw new EntryFault(
                    Reason.UNDECODABLE, "no valid JSON: " + firstLine(String.valueOf(unreadable.getMessage())));
        }
    }

    private static String position(final JsonProcessingException fault) {
        return fault.getLocation() == null
                ? ""
                : " (line " + fault.getLocation().getLineNr() + ", column "
                        + fault.getLocation().getColumnNr() + ")";
    }

    private static String firstLine(final String text) {
        final String line = text.lines().findFirst().orElse("");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private static ObjectMapper json(final JsonLimits limits) {
        final JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.textChars())
                        .maxNameLength(limits.textChars())
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // Names come from strangers: interned they would stay for ever.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }
}
