package io.millrace.app.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.core.event.Event;
import io.millrace.topology.record.DeadLetter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Dead letters for people. */
public final class LetterText {
    /** How a payload is shown. */
    public enum Form {
        /** As JSON if it is JSON, else as text if it is text, else as bytes. */
        AUTO,
        JSON,
        TEXT,
        HEX
    }

    private static final String LINE = "%-24s %-10s %-16s %-16s %-34s %-46s %s%n";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int BYTES_A_LINE = 16;

    private LetterText() {}

    /** A line each, and how many there are of each reason; or a sentence if there is none. */
    public static String of(final List<Letter> letters) {
        if (letters.isEmpty()) {
            return "no dead letters\n";
        }
        final StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, LINE, "time", "status", "reason", "source", "machine or origin", "id", "detail"));
        final Map<String, Integer> reasons = new TreeMap<>();
        for (final Letter letter : letters) {
            final DeadLetter said = letter.said();
            reasons.merge(said.reason(), 1, Integer::sum);
            text.append(String.format(
                    Locale.ROOT,
                    LINE,
                    time(said.timeNs()),
                    letter.status(),
                    said.reason(),
                    said.source(),
                    said.machine().isEmpty() ? said.origin() : said.machine(),
                    letter.id(),
                    said.detail()));
            text.append(decided(letter));
        }
        reasons.forEach(
                (reason, count) -> text.append(count).append(' ').append(reason).append('\n'));
        return text.toString();
    }

    private static String decided(final Letter letter) {
        final LetterDecision decision = letter.decision();
        if (decision == null) {
            return "";
        }
        final String events = decision.status() == Letter.Status.DISCARDED ? "" : ", " + events(decision.events());
        final String left = decision.left().isEmpty() ? "" : "; left: " + decision.left();
        return "    %s by %s at %s (%s)%s%s%n"
                .formatted(
                        decision.status().name().toLowerCase(Locale.ROOT),
                        decision.actor(),
                        decision.time(),
                        decision.note(),
                        events,
                        left);
    }

    /** All of a letter, the payload at the end. */
    public static String whole(final Letter letter, final Form form) {
        final DeadLetter said = letter.said();
        final StringBuilder text = new StringBuilder();
        field(text, "id", letter.id());
        field(text, "status", letter.status().name());
        field(text, "source", said.source());
        field(text, "origin", said.origin());
        field(text, "time", time(said.timeNs()).toString());
        field(text, "reason", said.reason());
        field(text, "class", said.kind());
        field(text, "detail", said.detail());
        field(text, "machine", said.machine());
        field(text, "order", said.order());
        field(text, "lot", said.lot());
        field(text, "payload", said.payload().length + " bytes");
        return text + decided(letter) + "\n" + payload(said.payload(), form) + "\n";
    }

    private static void field(final StringBuilder text, final String name, final String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-8s %s%n", name, value));
        }
    }

    static String payload(final byte[] payload, final Form form) {
        return switch (form) {
            case HEX -> hex(payload);
            case TEXT -> new String(payload, StandardCharsets.UTF_8);
            case JSON -> json(payload, new String(payload, StandardCharsets.UTF_8));
            case AUTO -> isText(payload) ? payload(payload, Form.JSON) : hex(payload);
        };
    }

    private static String json(final byte[] payload, final String otherwise) {
        try {
            final JsonNode node = MAPPER.readTree(payload);
            return node.isContainerNode() ? pretty(node) : otherwise;
        } catch (final IOException noJson) {
            return otherwise;
        }
    }

    private static String pretty(final JsonNode node) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read cannot be written", e);
        }
    }

    /** What a terminal can show without harm. */
    private static boolean isText(final byte[] payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .chars()
                    .allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c));
        } catch (final CharacterCodingException noText) {
            return false;
        }
    }

    private static String hex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int from = 0; from < bytes.length; from += BYTES_A_LINE) {
            final StringBuilder chars = new StringBuilder();
            text.append(String.format(Locale.ROOT, "%08x ", from));
            for (int i = from; i < from + BYTES_A_LINE; i++) {
                if (i < bytes.length) {
                    text.append(String.format(Locale.ROOT, " %02x", bytes[i]));
                    chars.append(bytes[i] > ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
                } else {
                    text.append("   ");
                }
            }
            text.append("  ").append(chars).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /**
     * What came of a letter, or would.
     *
     * @param horizonNs counts of events that are older wait in quarantine
     */
    public static String outcome(
            final Letter letter, final Remapped remapped, final boolean isDry, final long horizonNs) {
        final StringBuilder text = new StringBuilder(letter.id()).append(": ");
        if (remapped.events().isEmpty()) {
            return text.append("stays as it is, ")
                    .append(remapped.left())
                    .append('\n')
                    .toString();
        }
        text.append(isDry ? "would become " : "became ")
                .append(events(remapped.events().size()));
        if (!remapped.isWhole()) {
            text.append("; left behind: ").append(remapped.left());
        }
        final long late = remapped.events().stream()
                .filter(event -> event.head().sourceTimeNs() < horizonNs)
                .count();
        if (late > 0) {
            text.append("; ").append(late).append(" too late to be applied: what they count goes to quarantine");
        }
        text.append('\n');
        if (isDry) {
            remapped.events()
                    .forEach(event -> text.append("    ").append(line(event)).append('\n'));
        }
        return text.toString();
    }

    private static String line(final Event event) {
        return time(event.head().sourceTimeNs()) + "  " + event.head().machine() + "  " + event.fact()
                + (event.head().sourceEventId().isEmpty()
                        ? ""
                        : "  id " + event.head().sourceEventId());
    }

    private static String events(final int count) {
        return count == 1 ? "1 event" : count + " events";
    }

    private static Instant time(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S));
    }
}
