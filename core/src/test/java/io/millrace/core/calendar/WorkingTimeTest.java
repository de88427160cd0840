package io.millrace.core.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is understood, and what cannot be meant is refused with the line, the fault and the remedy. */
class WorkingTimeTest {
    private static final String PLANT =
            """
            # press shop
            shift late  Mon-Fri 14:00-22:00
            shift early Mon-Fri 06:00-14:00 break 12:00-12:30 break 10:00-10:15

            shift night Sun,Mon,Tue,Wed,Thu 22:00-06:00 break 01:30-02:00
            on 2026-12-31 none
            on 2026-12-24 shift early 06:00-12:00  # Christmas Eve
            holiday 2026-12-26
            holiday 2026-12-25
            """;

    @Test
    void shouldWriteTheCanonicalText() {
        assertThat(berlin(PLANT).text())
                .isEqualTo(
                        """
                shift early Mon-Fri 06:00-14:00 break 10:00-10:15 break 12:00-12:30
                shift late Mon-Fri 14:00-22:00
                shift night Mon-Thu,Sun 22:00-06:00 break 01:30-02:00
                holiday 2026-12-25
                holiday 2026-12-26
                on 2026-12-24 shift early 06:00-12:00
                on 2026-12-31 none""");
    }

    @Test
    void shouldBeEqualIfTheMeaningIs() {
        final WorkingTime plant = berlin(PLANT);
        assertThat(WorkingTime.parse("Europe/Berlin", plant.text()))
                .isEqualTo(plant)
                .hasSameHashCodeAs(plant);
        assertThat(WorkingTime.parse("Europe/Paris", PLANT)).isNotEqualTo(plant);
        assertThat(berlin("shift a Mon-Tue 6:00-14:00".replace("6:", "06:")))
                .isEqualTo(berlin("shift a TUE 06:00-14:00\r\nshift a mon 06:00-14:00"))
                .isNotEqualTo(berlin("shift a Mon-Tue 06:00-14:00 break 10:00-10:15"));
    }

    @ParameterizedTest
    @CsvSource({
        "16:00-24:00, 16:00-24:00",
        "16:00-00:00, 16:00-24:00",
        "00:00-24:00, 00:00-24:00",
        "00:00-00:00, 00:00-24:00",
        "06:00-06:00, 06:00-06:00",
        "22:00-06:00, 22:00-06:00",
        "06:15-06:45, 06:15-06:45",
    })
    void shouldKnowMidnightByBothItsNames(final String times, final String canonical) {
        assertThat(berlin("shift a Mon " + times).text()).isEqualTo("shift a Mon " + canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Mon-Sun | Mon-Sun",
                "Sun-Thu | Mon-Thu,Sun",
                "Sat-Sun | Sat,Sun",
                "Fri,Mon,Wed | Mon,Wed,Fri",
                "Mon-Wed,Wed-Fri | Mon-Fri",
            })
    void shouldReadWeekdays(final String days, final String canonical) {
        assertThat(berlin("shift a " + days + " 06:00-14:00").text())
                .isEqualTo("shift a " + canonical + " 06:00-14:00");
    }

    @Test
    void shouldPlaceBreaksOfANightShiftAfterItsStart() {
        final String text =
                "shift a Mon 22:00-06:00 break 22:00-22:10 break 23:45-00:15 break 02:00-02:30 break 05:50-06:00";
        assertThat(berlin(
                                "shift a Mon 22:00-06:00 break 05:50-06:00 break 02:00-02:30 break 23:45-00:15 break 22:00-22:10")
                        .text())
                .isEqualTo(text);
        assertThat(berlin("shift a Mon 06:00-06:00 break 23:30-24:00 break 00:00-00:30")
                        .text())
                .isEqualTo("shift a Mon 06:00-06:00 break 23:30-24:00 break 00:00-00:30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "shft a Mon 06:00-14:00 | 'shft' is not a statement: begin with shift, holiday or on",
                "shift a Mon | something is missing at the end: write shift early",
                "shift a/b Mon 06:00-14:00 | 'a/b' is not a shift's name: use letters",
                "shift a Mo 06:00-14:00 | 'Mo' is not a weekday: write days as Mon-Fri",
                "shift a Mon, 06:00-14:00 | '' is not a weekday",
                "shift a Mon 6:00-14:00 | '6:00-14:00' is not a time from and to: write 06:00-14:00",
                "shift a Mon 06:60-14:00 | '06:60-14:00' is not a time from and to",
                "shift a Mon 06:00-24:01 | '06:00-24:01' is not a time from and to",
                "shift a Mon 24:00-06:00 | '24:00-06:00' is not a time from and to",
                "shift a Mon 06:00-14:00 10:00-10:15 | '10:00-10:15' is no part of a shift: write shift early",
                "shift a Mon 06:00-14:00 break | something is missing at the end: write shift early",
                "shift a Mon 06:00-14:00 break 13:50-14:10 | break 13:50-14:10 is not within the shift 06:00-14:00: move it",
                "shift a Mon 06:00-14:00 break 05:00-05:10 | break 05:00-05:10 is not within",
                "shift a Mon 06:00-14:00 break 10:00-10:00 | break 10:00-10:00 is not within",
                "shift a Mon 06:00-14:00 break 10:00-10:15 break 10:10-10:20 | break 10:10-10:20 overlaps break 10:00-10:15: let",
                "holiday 2026-02-29 | there is no 2026-02-29: write a date",
                "holiday 25.12.2026 | '25.12.2026' is not a date: write year, month and day",
                "holiday 2026-12-25 2026-12-26 | '2026-12-26' is too much: one statement a line",
                "on 2026-12-31 closed | 'closed' is neither none nor shift: write on 2026-12-24 none",
                "on 2026-12-31 none today | 'today' is too much",
                "on 2026-12-31 shift a Mon 06:00-14:00 | 'Mon' is not a time from and to",
            })
    void shouldNameTheLineTheFaultAndTheRemedy(final String line, final String message) {
        assertThatThrownBy(() -> berlin("# first\n\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "shift a Mon-Fri 06:00-14:00;shift b Wed 13:59-22:00"
                        + "| line 2: shift b 13:59-22:00 overlaps shift a 06:00-14:00 of line 1: let one end where the other begins",
                "shift b Sun 22:00-06:00;shift a Mon 05:00-14:00"
                        + "| line 2: shift a 05:00-14:00 overlaps shift b 22:00-06:00 of line 1, one of which begins the day before",
                "shift a Mon 06:00-14:00;on 2026-12-24 shift x 06:00-14:00;on 2026-12-24 shift y 13:00-15:00"
                        + "| line 3: shift y 13:00-15:00 overlaps shift x 06:00-14:00 of line 2",
                "on 2026-12-24 shift x 05:00-12:00;shift n Wed 22:00-06:00 "
                        + "| line 2: shift n 22:00-06:00 overlaps shift x 05:00-12:00 of line 1, one of which",
                "shift a Fri 05:00-14:00;on 2026-12-24 shift x 22:00-06:00"
                        + "| line 2: shift x 22:00-06:00 overlaps shift a 05:00-14:00 of line 1, one of which",
                "on 2026-12-23 shift y 22:00-06:00;on 2026-12-24 shift x 05:00-06:00"
                        + "| line 2: shift x 05:00-06:00 overlaps shift y 22:00-06:00 of line 1, one of which",
                "shift a Mon 06:00-10:00;shift a Mon 10:00-14:00"
                        + "| line 2: shift a begins on Mon in line 1 already: give one of them another name",
                "on 2026-12-24 shift a 06:00-10:00;on 2026-12-24 shift a 10:00-14:00"
                        + "| line 2: shift a begins on 2026-12-24 in line 1 already",
                "on 2026-12-24 none;on 2026-12-24 shift a 10:00-14:00| line 1: 2026-12-24 has shifts in line 2: take out",
                "holiday 2026-12-24;on 2026-12-24 none| line 1: 2026-12-24 is an exception too: take out the holiday",
            })
    void shouldRefuseWhatContradictsItself(final String lines, final String message) {
        assertThatThrownBy(() -> berlin(lines.replace(';', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void shouldTakeShiftsThatOnlyTouch() {
        berlin("shift a Mon-Fri 06:00-14:00\nshift b Mon-Fri 14:00-22:00\nshift c Mon-Fri 22:00-06:00");
        berlin("shift a Mon-Sun 06:00-06:00");
        berlin("shift c Wed 22:00-06:00\non 2026-12-24 shift x 06:00-12:00\nshift d Fri 05:00-06:00");
        berlin("shift d Fri 05:00-06:00\non 2026-12-24 shift x 22:00-06:00\nholiday 2026-12-25");
    }

    @Test
    void shouldNameEveryFaultAtOnce() {
        assertThatThrownBy(() -> berlin("shift a Mo 06:00-14:00\nholiday 2026-12-25\nholiday soon"))
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .hasSize(2)
                        .anyMatch(line -> line.startsWith("line 1: "))
                        .anyMatch(line -> line.startsWith("line 3: ")));
    }

    @Test
    void shouldRefuseAnUnknownZone() {
        assertThatThrownBy(() -> WorkingTime.parse("Europe/Berln", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zone 'Europe/Berln' is not a time zone")
                .hasMessageContaining("such as Europe/Berlin");
    }

    private static WorkingTime berlin(final String text) {
        return WorkingTime.parse("Europe/Berlin", text);
    }
}
