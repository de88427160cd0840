package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.figures.Periods.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hours and days as the wall clock shows them, where it is set forward and back too. */
class PeriodsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;

    /** Zone, time (UTC), start of its hour, start of its day, its date. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    UTC,                2026-05-04T10:59:59.999999999Z, 2026-05-04T10:00:00Z, 2026-05-04T00:00:00Z, 2026-05-04
                    UTC,                2026-05-04T11:00:00Z, 2026-05-04T11:00:00Z, 2026-05-04T00:00:00Z, 2026-05-04
                    Europe/Berlin,      2026-05-03T22:00:00Z, 2026-05-03T22:00:00Z, 2026-05-03T22:00:00Z, 2026-05-04
                    Europe/Berlin,      2026-05-03T21:59:59Z, 2026-05-03T21:00:00Z, 2026-05-02T22:00:00Z, 2026-05-03
                    Europe/Berlin,      2026-10-25T00:30:00Z, 2026-10-25T00:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25
                    Europe/Berlin,      2026-10-25T01:30:00Z, 2026-10-25T01:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25
                    Asia/Kolkata,       2026-05-04T10:15:00Z, 2026-05-04T09:30:00Z, 2026-05-03T18:30:00Z, 2026-05-04
                    Asia/Kathmandu,     2026-05-04T10:15:00Z, 2026-05-04T10:15:00Z, 2026-05-03T18:15:00Z, 2026-05-04
                    Australia/Lord_Howe,2026-04-04T14:45:00Z, 2026-04-04T14:00:00Z, 2026-04-04T13:00:00Z, 2026-04-05
                    Australia/Lord_Howe,2026-04-04T15:10:00Z, 2026-04-04T15:00:00Z, 2026-04-04T13:00:00Z, 2026-04-05
                    Australia/Lord_Howe,2026-04-04T15:30:00Z, 2026-04-04T15:30:00Z, 2026-04-04T13:00:00Z, 2026-04-05
                    Pacific/Chatham,    2026-04-04T13:59:00Z, 2026-04-04T13:15:00Z, 2026-04-04T10:15:00Z, 2026-04-05
                    Pacific/Chatham,    2026-04-04T14:00:00Z, 2026-04-04T14:00:00Z, 2026-04-04T10:15:00Z, 2026-04-05
                    Africa/Cairo,       2026-04-23T22:10:00Z, 2026-04-23T22:00:00Z, 2026-04-23T22:00:00Z, 2026-04-24
                    America/St_Johns,   2010-11-07T02:30:30Z, 2010-11-07T02:30:00Z, 2010-11-07T02:30:00Z, 2010-11-07
                    America/St_Johns,   2010-11-07T03:00:00Z, 2010-11-07T02:31:00Z, 2010-11-07T02:30:00Z, 2010-11-07
                    America/St_Johns,   2010-11-07T03:30:00Z, 2010-11-07T03:30:00Z, 2010-11-07T02:30:00Z, 2010-11-07
                    Pacific/Apia,       2011-12-30T09:30:00Z, 2011-12-30T09:00:00Z, 2011-12-29T10:00:00Z, 2011-12-29
                    Pacific/Apia,       2011-12-30T10:30:00Z, 2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31
                    UTC,                1969-12-31T23:59:59.5Z, 1969-12-31T23:00:00Z, 1969-12-31T00:00:00Z, 1969-12-31
                    """)
    void shouldFindTheHourAndTheDay(
            final ZoneId zone, final Instant time, final Instant hour, final Instant day, final LocalDate date) {
        assertThat(Periods.hourOf(ns(time), zone)).isEqualTo(ns(hour));
        assertThat(Periods.dayOf(ns(time), zone)).isEqualTo(ns(day));
        assertThat(Periods.dateOf(ns(time), zone)).isEqualTo(date);
    }

    /** Zone, date, length of its day, and how many hours the wall clock shows. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    Europe/Berlin,       2026-03-28, 24,   24
                    Europe/Berlin,       2026-03-29, 23,   23
                    Europe/Berlin,       2026-10-25, 25,   25
                    Asia/Kolkata,        2026-10-25, 24,   24
                    Australia/Lord_Howe, 2026-04-05, 24.5, 25
                    Australia/Lord_Howe, 2026-10-04, 23.5, 24
                    Pacific/Chatham,     2026-04-05, 25,   26
                    Pacific/Chatham,     2026-09-27, 23,   24
                    America/St_Johns,    2010-11-07, 25,   26
                    Africa/Cairo,        2026-04-24, 23,   23
                    America/Havana,      2025-11-02, 25,   25
                    America/Sao_Paulo,   2018-11-04, 23,   23
                    America/Sao_Paulo,   2019-02-16, 25,   25
                    Pacific/Apia,        2011-12-29, 24,   24
                    Pacific/Apia,        2011-12-30, 0,    0
                    """)
    void shouldKnowHowLongADayIs(final ZoneId zone, final LocalDate date, final double hours, final int shown) {
        final long from = Periods.startOf(date, zone);
        final long to = Periods.startOf(date.plusDays(1), zone);
        assertThat((to - from) / (double) HOUR).isEqualTo(hours);
        assertThat(Periods.hours(from, to, zone)).hasSize(shown);
        assertThat(Periods.days(from, to, zone)).hasSize(shown == 0 ? 0 : 1);
    }

    @Test
    void shouldCountARepeatedHourAsTwo() {
        final ZoneId berlin = ZoneId.of("Europe/Berlin");
        final long two = ns(Instant.parse("2026-10-25T00:00:00Z"));
        assertThat(Periods.hours(two - SECOND, two + 2 * HOUR + SECOND, berlin))
                .containsExactly(
                        new Span(two - SECOND, two),
                        new Span(two, two + HOUR),
                        new Span(two + HOUR, two + 2 * HOUR),
                        new Span(two + 2 * HOUR, two + 2 * HOUR + SECOND));
    }

    @Test
    void shouldCutAtMidnightsOnly() {
        final ZoneId berlin = ZoneId.of("Europe/Berlin");
        final long from = ns(Instant.parse("2026-03-27T12:00:00Z"));
        final long to = ns(Instant.parse("2026-03-30T12:00:00Z"));
        assertThat(Periods.days(from, to, berlin))
                .extracting(span -> span.lengthNs() / HOUR)
                .containsExactly(11L, 24L, 23L, 14L);
    }

    /** What happens on the boundary belongs to what begins there, once. */
    @Test
    void shouldNotCutWhatEndsOnABoundary() {
        final ZoneId utc = ZoneId.of("UTC");
        assertThat(Periods.hours(0, HOUR, utc)).containsExactly(new Span(0, HOUR));
        assertThat(Periods.days(0, 24 * HOUR, utc)).containsExactly(new Span(0, 24 * HOUR));
        assertThat(Periods.hours(HOUR, HOUR, utc)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Periods.hours(1, 0, utc));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        final List<String> known = new ArrayList<>(Arrays.asList(
                "UTC",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "Pacific/Chatham",
                "America/St_Johns",
                "America/Havana",
                "Pacific/Apia",
                "Africa/Casablanca"));
        known.addAll(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        return Arbitraries.of(known).map(ZoneId::of);
    }

    @Property(tries = 500)
    void shouldConserveLengthAndOrder(
            @ForAll("zones") final ZoneId zone,
            @ForAll @LongRange(min = -3_000_000_000L, max = 4_000_000_000L) final long fromSecond,
            @ForAll @LongRange(min = 0, max = 400_000) final long seconds,
            @ForAll @LongRange(min = 0, max = 999_999_999) final long nanos) {
        final long from = fromSecond * SECOND + nanos;
        final long to = from + seconds * SECOND;
        expectWhole(Periods.hours(from, to, zone), from, to);
        expectWhole(Periods.days(from, to, zone), from, to);
        for (final Span hour : Periods.hours(from, to, zone)) {
            assertThat(hour.lengthNs()).isBetween(1L, HOUR);
            final long start = Periods.hourOf(hour.fromNs(), zone);
            assertThat(Periods.hourOf(hour.toNs() - 1, zone)).isEqualTo(start);
            assertThat(start).isLessThanOrEqualTo(hour.fromNs());
            assertThat(Periods.hourOf(start, zone)).isEqualTo(start);
        }
        for (final Span day : Periods.days(from, to, zone)) {
            final LocalDate date = Periods.dateOf(day.fromNs(), zone);
            assertThat(Periods.dateOf(day.toNs() - 1, zone)).isEqualTo(date);
            assertThat(Periods.dayOf(day.fromNs(), zone)).isEqualTo(Periods.startOf(date, zone));
        }
    }

    private static void expectWhole(final List<Span> spans, final long from, final long to) {
        long at = from;
        for (final Span span : spans) {
            assertThat(span.fromNs()).isEqualTo(at);
            assertThat(span.toNs()).isGreaterThan(at);
            at = span.toNs();
        }
        assertThat(at).isEqualTo(to);
    }

    private static long ns(final Instant time) {
        return time.getEpochSecond() * SECOND + time.getNano();
    }
}
