package io.millrace.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A local time is the first instant at which the clock shows it or has passed it. The examples of docs/accounting/calendars.md. */
class DaylightSavingTest {
    @ParameterizedTest
    @CsvSource({
        // Saturday's night shift, by an instant within it
        "Europe/Berlin, 2026-03-28T23:00Z, 7",
        "Europe/Berlin, 2026-10-24T23:00Z, 9",
        "Europe/Berlin, 2026-06-13T23:00Z, 8",
        "America/New_York, 2026-03-08T05:00Z, 7",
        "America/New_York, 2026-11-01T04:00Z, 9",
        "Australia/Lord_Howe, 2026-10-03T14:00Z, 7.5",
        "Australia/Lord_Howe, 2026-04-04T14:00Z, 8.5",
        "Asia/Kolkata, 2026-03-28T18:00Z, 8",
    })
    void shouldLengthenAndShortenTheNightShift(final String zone, final String time, final double hours) {
        assertThat(Plant.with(zone, "shift night Mon-Sun 22:00-06:00").hours(time))
                .isEqualTo(hours);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T12:00Z, 23",
        "Europe/Berlin, 2026-10-25T12:00Z, 25",
        "Australia/Lord_Howe, 2026-10-04T00:00Z, 23.5",
        "Australia/Lord_Howe, 2026-04-05T00:00Z, 24.5",
        "Asia/Kolkata, 2026-03-29T00:00Z, 24",
        // the clock changes at midnight: forward in Cairo and Santiago, back in Cairo (to 23:00), Santiago (to 23:00)
        // and Havana (to 00:00)
        "Africa/Cairo, 2026-04-24T12:00Z, 23",
        "Africa/Cairo, 2026-10-29T12:00Z, 25",
        "America/Santiago, 2026-09-06T12:00Z, 23",
        "America/Santiago, 2026-04-04T12:00Z, 25",
        "America/Havana, 2026-11-01T12:00Z, 25",
    })
    void shouldKnowHowLongADateIs(final String zone, final String time, final double hours) {
        assertThat(Plant.with(zone, "shift day Mon-Sun 00:00-24:00").hours(time))
                .isEqualTo(hours);
    }

    @Test
    void shouldBeginAtTheEndOfTheGapWhatBeginsInIt() {
        assertThat(Plant.with(
                                "Europe/Berlin",
                                "shift a Sun 00:00-02:30 break 01:50-02:10",
                                "shift b Sun 02:30-08:00 break 02:30-03:30")
                        .between("2026-03-28T23:00Z", "2026-03-29T06:00Z"))
                .containsExactly(
                        "Sun 00:00+01:00 - Sun 01:50+01:00 a 2026-03-29",
                        "Sun 01:50+01:00 - Sun 03:00+02:00 a 2026-03-29 break",
                        "Sun 03:00+02:00 - Sun 03:30+02:00 b 2026-03-29 break",
                        "Sun 03:30+02:00 - Sun 08:00+02:00 b 2026-03-29");
    }

    @Test
    void shouldLeaveOutWhatLiesWithinTheGap() {
        assertThat(Plant.with("Europe/Berlin", "shift a Sun 02:00-03:00", "shift b Sun 03:00-08:00 break 03:30-04:00")
                        .between("2026-03-29T00:00Z", "2026-03-29T02:00Z"))
                .containsExactly(
                        "Sun 01:00+01:00 - Sun 03:00+02:00 free",
                        "Sun 03:00+02:00 - Sun 03:30+02:00 b 2026-03-29",
                        "Sun 03:30+02:00 - Sun 04:00+02:00 b 2026-03-29 break");
        assertThat(Plant.with("Europe/Berlin", "shift a Sun 00:00-08:00 break 02:00-03:00")
                        .between("2026-03-28T23:00Z", "2026-03-29T06:00Z"))
                .containsExactly("Sun 00:00+01:00 - Sun 08:00+02:00 a 2026-03-29");
    }

    @Test
    void shouldTakeTheFirstOfATimeThatComesTwice() {
        assertThat(Plant.with(
                                "Europe/Berlin",
                                "shift a Sun 00:00-02:30 break 02:00-02:15",
                                "shift b Sun 02:30-08:00 break 02:45-03:15")
                        .between("2026-10-24T22:00Z", "2026-10-25T07:00Z"))
                .containsExactly(
                        "Sun 00:00+02:00 - Sun 02:00+02:00 a 2026-10-25",
                        "Sun 02:00+02:00 - Sun 02:15+02:00 a 2026-10-25 break",
                        "Sun 02:15+02:00 - Sun 02:30+02:00 a 2026-10-25",
                        "Sun 02:30+02:00 - Sun 02:45+02:00 b 2026-10-25",
                        "Sun 02:45+02:00 - Sun 03:15+01:00 b 2026-10-25 break",
                        "Sun 03:15+01:00 - Sun 08:00+01:00 b 2026-10-25");
    }

    @Test
    void shouldBeginADateThatHasNoMidnightWithItsFirstInstant() {
        assertThat(Plant.with("Africa/Cairo", "shift a Thu 22:00-24:00", "shift b Fri 00:00-08:00")
                        .between("2026-04-23T20:00Z", "2026-04-24T06:00Z"))
                .containsExactly(
                        "Thu 22:00+02:00 - Fri 01:00+03:00 a 2026-04-23",
                        "Fri 01:00+03:00 - Fri 08:00+03:00 b 2026-04-24",
                        "Fri 08:00+03:00 - Fri 09:00+03:00 free");
    }

    /** Until 2011 the clock of St John's went back from 00:01 to 23:01. */
    @Test
    void shouldNotReturnToADateThatIsOver() {
        assertThat(Plant.with("America/St_Johns", "shift late Sat 16:00-24:00", "shift night Sun 00:00-06:00")
                        .between("2010-11-07T02:00Z", "2010-11-07T10:00Z"))
                .containsExactly(
                        "Sat 23:30-02:30 - Sun 00:00-02:30 late 2010-11-06",
                        "Sun 00:00-02:30 - Sun 06:00-03:30 night 2010-11-07",
                        "Sun 06:00-03:30 - Sun 06:30-03:30 free");
        final Calendars calendars = Plant.with("America/St_Johns", "shift night Sun 00:00-06:00").calendars;
        assertThat(calendars.shiftAt(Plant.PRESS, Plant.ns("2010-11-06T23:30-03:30")))
                .isNotNull();
    }

    @Test
    void shouldPlanHalfHoursInAHalfHourZone() {
        assertThat(Plant.with("Asia/Kolkata", "shift a Mon 06:30-07:00", "shift b Mon 07:00-07:30")
                        .between("2026-03-30T01:00Z", "2026-03-30T02:00Z"))
                .containsExactly(
                        "Mon 06:30+05:30 - Mon 07:00+05:30 a 2026-03-30",
                        "Mon 07:00+05:30 - Mon 07:30+05:30 b 2026-03-30");
    }
}
