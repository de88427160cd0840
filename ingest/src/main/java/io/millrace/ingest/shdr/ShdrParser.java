package io.millrace.ingest.shdr;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads lines of the form {@code timestamp|key|value[|key|value...]} (MTConnect adapter agent protocol). Which keys are conditions,
 * with five fields behind the key, a line does not tell: one is recognised by its level, and ends the line. Pure and stateless.
 */
public final class ShdrParser {
    private static final Set<String> LEVELS = Set.of("NORMAL", "WARNING", "FAULT");
    private static final int CONDITION_FIELDS = 6;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    /** How the field before the first bar is a time. */
    @FunctionalInterface
    public interface Clock {
        /** @return nanoseconds since the epoch */
        long timeNs(String field) throws ShdrSyntaxException;
    }

    private ShdrParser() {}

    /** Times are ISO-8601. @param line without its end */
    public static ShdrLine parse(final String line) throws ShdrSyntaxException {
        return parse(line, ShdrParser::timeNs);
    }

    /** @param line without its end */
    public static ShdrLine parse(final String line, final Clock clock) throws ShdrSyntaxException {
        final List<String> fields = fields(line);
        if (fields.size() < 2) {
            throw new ShdrSyntaxException("no key: timestamp|key|value is expected");
        }
        final long timeNs = clock.timeNs(fields.get(0));
        final List<ShdrLine.Value> values = new ArrayList<>((fields.size() - 1) / 2);
        int at = 1;
        while (at + 1 < fields.size()) {
            final String key = fields.get(at).strip();
            if (!key.isEmpty()) {
                values.add(new ShdrLine.Value(key, fields.get(at + 1)));
                if (isCondition(fields, at)) {
                    return new ShdrLine(timeNs, values, "");
                }
            }
            at += 2;
        }
        return new ShdrLine(timeNs, values, at < fields.size() ? fields.get(at).strip() : "");
    }

    /** Six fields with a level: what follows the level is text that may look like anything, not keys and values. */
    private static boolean isCondition(final List<String> fields, final int at) {
        if (fields.size() - at != CONDITION_FIELDS) {
            return false;
        }
        final String level = fields.get(at + 1).strip().toUpperCase(Locale.ROOT);
        final boolean isBare = fields.subList(at + 2, fields.size()).stream().allMatch(String::isBlank);
        return LEVELS.contains(level) || level.equals("UNAVAILABLE") && isBare;
    }

    /** ISO-8601, to nanoseconds; without a zone it is UTC. A duration behind {@code @} is passed over. */
    public static long timeNs(final String field) throws ShdrSyntaxException {
        final String text = withoutDuration(field);
        final Instant time = instant(text);
        if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new ShdrSyntaxException("time " + text + ": a time of the years 2000 to 2199 is expected");
        }
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** A duration may stand behind a time: {@code 2026-01-31T12:00:00Z@10.5}. */
    public static String withoutDuration(final String field) {
        final int at = field.indexOf('@');
        return (at < 0 ? field : field.substring(0, at)).strip();
    }

    private static Instant instant(final String text) throws ShdrSyntaxException {
        try {
            final int last = text.length() - 1;
            if (last >= 0 && (text.charAt(last) == 'Z' || text.charAt(last) == 'z')) {
                return LocalDateTime.parse(text.substring(0, last)).toInstant(ZoneOffset.UTC);
            }
            return text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T')
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (final DateTimeException noTime) {
            throw new ShdrSyntaxException("time '" + (text.length() <= 40 ? text : text.substring(0, 40) + "...")
                    + "': ISO-8601 is expected, as 2026-01-31T12:00:00.123Z");
        }
    }

    /** Splits at bars; one inside a quoted field is written {@code \|} and does not count. */
    private static List<String> fields(final String line) {
        final List<String> fields = new ArrayList<>();
        int from = 0;
        while (from <= line.length()) {
            final int quoted = quotedEnd(line, from);
            if (quoted >= 0) {
                fields.add(line.substring(from + 1, quoted).replace("\\|", "|"));
                from = quoted + 2;
            } else {
                final int bar = line.indexOf('|', from);
                final int end = bar < 0 ? line.length() : bar;
                fields.add(line.substring(from, end));
                from = end + 1;
            }
        }
        return fields;
    }

    /** @return where the closing quote of a quoted field with an escaped bar is; -1 if the field is an ordinary one */
    private static int quotedEnd(final String line, final int from) {
        if (from >= line.length() || line.charAt(from) != '"') {
            return -1;
        }
        boolean escaped = false;
        for (int i = from + 1; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (c == '|' && line.charAt(i - 1) != '\\') {
                return -1;
            }
            escaped |= c == '|';
            if (c == '"' && (i + 1 == line.length() || line.charAt(i + 1) == '|')) {
                return escaped ? i : -1;
            }
        }
        return -1;
    }
}
