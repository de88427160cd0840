package io.millrace.app.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided of a dead letter. It is said by saying the letter again, whole, under its id: like all that is restated, the
 * last one holds.
 *
 * @param status never OPEN
 * @param actor who decided
 * @param note why
 * @param time when
 * @param events how many the letter's message became and were sent; 0 for a discarded one
 * @param left what is still wrong with it and was not sent; empty for nothing
 */
public record LetterDecision(Letter.Status status, String actor, String note, Instant time, int events, String left) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The letter's record with this decision in it; whatever else stands there stays. */
    public byte[] on(final Letter letter) {
        try {
            final ObjectNode json = (ObjectNode) JSON.readTree(letter.json());
            json.put("id", letter.id()).put("status", status.name());
            final ObjectNode said = json.putObject("decision")
                    .put("actor", actor)
                    .put("reason", note)
                    .put("time", time.toString())
                    .put("events", events);
            if (!left.isEmpty()) {
                said.put("left", left);
            }
            return JSON.writeValueAsBytes(json);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a dead letter that was read cannot be written", e);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the decision a record holds, null if it is the letter itself */
    static @Nullable LetterDecision of(final JsonNode json) {
        if (!json.hasNonNull("status")) {
            return null;
        }
        final JsonNode said = json.path("decision");
        return new LetterDecision(
                Letter.Status.valueOf(json.path("status").asText()),
                said.path("actor").asText(""),
                said.path("reason").asText(""),
                Instant.parse(said.path("time").asText()),
                said.path("events").asInt(),
                said.path("left").asText(""));
    }
}
