package io.millrace.ingest.csv;

import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** Reads times as they are written in a file. Immutable. */
public final class CsvTime {
    public static final String ISO = "iso";
    public static final String EPOCH_S = "epoch-s";
    public static final String EPOCH_MS = "epoch-ms";

    /** What a time without an offset means that comes twice, when clocks are put back. */
    public enum Overlap {
        /** The first of the two: summer time. */
        EARLIER,
        LATER,
        REFUSE
    }

    private static final BigDecimal EARLIEST_S =
            BigDecimal.valueOf(Instant.parse("2000-01-01T00:00:00Z").getEpochSecond());
    private static final BigDecimal LATEST_S =
            BigDecimal.valueOf(Instant.parse("2200-01-01T00:00:00Z").getEpochSecond());
    private static final int MAX_CHARS = 64;

    private final String form;
    private final DateTimeFormatter formatter;
    private final ZoneId zone;
    private final Overlap overlap;

    /**
     * @param form {@link #ISO}, {@link #EPOCH_S} or {@link #EPOCH_MS} (both may have decimals), or a pattern of
     *     {@link DateTimeFormatter} with English names
     * @param zone of times that have no offset of their own
     * @throws IllegalArgumentException if it is no pattern
     */
    public CsvTime(final String form, final ZoneId zone, final Overlap overlap) {
        this.form = form;
        this.zone = zone;
        this.overlap = overlap;
        this.formatter = switch (form) {
            case ISO, EPOCH_S, EPOCH_MS -> DateTimeFormatter.ISO_DATE_TIME;
            default ->
                new DateTimeFormatterBuilder()
                        .parseCaseInsensitive()
                        .appendPattern(form)
                        .toFormatter(Locale.ENGLISH);
        };
    }

    /** @return nanoseconds since the epoch */
    long parse(final String text) {
        final String time = text.strip();
        if (time.isEmpty() || time.length() > MAX_CHARS) {
            throw wrong(time, "a time is expected");
        }
        return switch (form) {
            case EPOCH_S -> epoch(time, 0);
            case EPOCH_MS -> epoch(time, 3);
            default -> calendar(time);
        };
    }

    private static long epoch(final String time, final int decimals) {
        try {
            final BigDecimal seconds = new BigDecimal(time).movePointLeft(decimals);
            // Before anything is done with it: 1e999999999 would be a gigabyte of zeroes.
            if (seconds.compareTo(EARLIEST_S) >= 0 && seconds.compareTo(LATEST_S) < 0) {
                return seconds.movePointRight(9).longValue();
            }
        } catch (final NumberFormatException | ArithmeticException noNumber) {
            // Said below, with the same words.
        }
        throw wrong(
                time,
                (decimals == 0 ? "seconds" : "milliseconds")
                        + " since 1970 are expected, of the years 2000 to 2199: correct time.format");
    }

    private long calendar(final String time) {
        final Instant instant;
        try {
            final String text = form.equals(ISO) ? time.replaceFirst("(?<=\\d) +(?=\\d)", "T") : time;
            final TemporalAccessor read =
                    formatter.parseBest(text, ZonedDateTime::from, OffsetDateTime::from, LocalDateTime::from);
            instant = read instanceof LocalDateTime local ? inZone(time, local) : Instant.from(read);
        } catch (final DateTimeException noTime) {
            throw wrong(time, "a time of the form " + form + " is expected: correct time.format or the row");
        }
        final BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond());
        if (seconds.compareTo(EARLIEST_S) < 0 || seconds.compareTo(LATEST_S) >= 0) {
            throw wrong(time, "a time of the years 2000 to 2199 is expected");
        }
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private Instant inZone(final String time, final LocalDateTime local) {
        final List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw wrong(time, "there is no such time in " + zone + ", clocks were put forward: correct time.zone");
        }
        if (offsets.size() > 1 && overlap == Overlap.REFUSE) {
            throw wrong(
                    time,
                    "it comes twice in " + zone + ", clocks were put back: export with offsets or in UTC, or set"
                            + " time.overlap to earlier or later");
        }
        return local.toInstant(offsets.get(overlap == Overlap.LATER ? offsets.size() - 1 : 0));
    }

    private static EntryFault wrong(final String time, final String remedy) {
        final String shown = time.length() <= MAX_CHARS ? time : time.substring(0, MAX_CHARS) + "...";
        return new EntryFault(Reason.IMPOSSIBLE_VALUE, "time '" + shown + "': " + remedy);
    }
}
