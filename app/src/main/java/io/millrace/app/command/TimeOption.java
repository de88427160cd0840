package io.millrace.app.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line: an instant, a local time with its zone or offset, or so much before now: {@code -2h}. */
public final class TimeOption implements ITypeConverter<Instant> {
    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalStart()
            .appendLiteral('[')
            .appendZoneRegionId()
            .appendLiteral(']')
            .toFormatter(Locale.ROOT);

    private final DurationOption durations = new DurationOption();
    private final Supplier<Instant> now;

    public TimeOption() {
        this(Instant::now);
    }

    TimeOption(final Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public Instant convert(final String text) {
        if (text.startsWith("-")) {
            final Duration back = durations.convert(text.substring(1));
            return now.get().minus(back);
        }
        try {
            return ZonedDateTime.parse(text, FORM).toInstant();
        } catch (final DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is not a time: write 2026-11-20T06:00:00Z,"
                    + " 2026-11-20T07:00[Europe/Berlin], or -2h for two hours ago");
        }
    }
}
