package io.millrace.core.calendar;

import static io.millrace.core.calendar.Plant.HOUR_NS;
import static io.millrace.core.calendar.Plant.PRESS;
import static io.millrace.core.calendar.Plant.ns;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calendar holds where and when, and what it makes of an instant. 2026-12-21 is a Monday; Berlin is an hour ahead of UTC then. */
class CalendarsTest {
    private static final long MONDAY_NS = ns("2026-12-21T00:00+01:00");

    private final Calendars calendars = new Calendars();

    @Test
    void shouldScheduleAllTimeWithoutACalendar() {
        final Slot always = new Slot(Calendars.FIRST_NS, Calendars.END_NS, null, true, false);
        assertThat(calendars.at(PRESS, MONDAY_NS)).isEqualTo(always);
        assertThat(calendars.at(PRESS, Long.MIN_VALUE)).isEqualTo(always);
        assertThat(calendars.at(PRESS, Long.MAX_VALUE)).isEqualTo(always);
        assertThat(calendars.between(PRESS, 5, 7)).containsExactly(new Slot(5, 7, null, true, false));
        assertThat(calendars.zone(PRESS, MONDAY_NS)).isEqualTo(ZoneId.of("UTC"));
        assertThat(calendars.shiftAt(PRESS, MONDAY_NS)).isNull();
        assertThat(always.toNs() - always.fromNs()).isPositive();
    }

    @Test
    void shouldTellShiftBreakAndFreeTimeApart() {
        put("", 0, "shift early Mon 06:00-14:00 break 10:00-10:15");
        final Shift early =
                new Shift("early", LocalDate.of(2026, 12, 21), MONDAY_NS + 6 * HOUR_NS, MONDAY_NS + 14 * HOUR_NS);
        final long quarterNs = HOUR_NS / 4;
        assertThat(calendars.between(PRESS, MONDAY_NS, MONDAY_NS + 24 * HOUR_NS))
                .containsExactly(
                        new Slot(MONDAY_NS, early.fromNs(), null, false, false),
                        new Slot(early.fromNs(), early.fromNs() + 4 * HOUR_NS, early, true, false),
                        new Slot(
                                early.fromNs() + 4 * HOUR_NS,
                                early.fromNs() + 4 * HOUR_NS + quarterNs,
                                early,
                                true,
                                true),
                        new Slot(early.fromNs() + 4 * HOUR_NS + quarterNs, early.toNs(), early, true, false),
                        new Slot(early.toNs(), MONDAY_NS + 24 * HOUR_NS, null, false, false));
        assertThat(calendars.zone(PRESS, MONDAY_NS)).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void shouldGiveTheInstantOfABoundaryToWhatFollows() {
        put("", 0, "shift early Mon 06:00-14:00\nshift late Mon 14:00-22:00");
        final long boundaryNs = MONDAY_NS + 14 * HOUR_NS;
        assertThat(shift(boundaryNs - 1)).isEqualTo("early 2026-12-21");
        assertThat(shift(boundaryNs)).isEqualTo("late 2026-12-21");
        assertThat(shift(MONDAY_NS + 6 * HOUR_NS - 1)).isEqualTo("none");
        assertThat(shift(MONDAY_NS + 22 * HOUR_NS)).isEqualTo("none");
    }

    @Test
    void shouldCountANightShiftToTheDateItBeginsOn() {
        put("", 0, "shift night Mon 22:00-06:00");
        assertThat(shift(MONDAY_NS + 29 * HOUR_NS)).isEqualTo("night 2026-12-21");
        assertThat(calendars.at(PRESS, MONDAY_NS + 29 * HOUR_NS).fromNs()).isEqualTo(MONDAY_NS + 22 * HOUR_NS);
    }

    @Test
    void shouldLetTheNightShiftRunIntoAHoliday() {
        put("", 0, "shift early Mon-Sun 06:00-14:00\nshift night Mon-Sun 22:00-06:00\nholiday 2026-12-25");
        final long holidayNs = ns("2026-12-25T00:00+01:00");
        assertThat(shift(holidayNs + 6 * HOUR_NS - 1)).isEqualTo("night 2026-12-24");
        assertThat(shift(holidayNs + 6 * HOUR_NS)).isEqualTo("none");
        assertThat(shift(holidayNs + 23 * HOUR_NS)).isEqualTo("none");
        assertThat(shift(holidayNs + 24 * HOUR_NS)).isEqualTo("none");
        assertThat(shift(holidayNs + 30 * HOUR_NS)).isEqualTo("early 2026-12-26");
    }

    @Test
    void shouldPutExceptionsInPlaceOfTheWeekday() {
        put(
                "",
                0,
                "shift early Mon-Sun 06:00-14:00\nshift night Mon-Sun 22:00-06:00\n"
                        + "on 2026-12-24 shift short 06:00-12:00\non 2026-12-31 none");
        final long eveNs = ns("2026-12-24T00:00+01:00");
        assertThat(shift(eveNs + 5 * HOUR_NS)).isEqualTo("night 2026-12-23");
        assertThat(shift(eveNs + 6 * HOUR_NS)).isEqualTo("short 2026-12-24");
        assertThat(shift(eveNs + 12 * HOUR_NS)).isEqualTo("none");
        assertThat(shift(eveNs + 23 * HOUR_NS)).isEqualTo("none");
        final long lastNs = ns("2026-12-31T00:00+01:00");
        assertThat(shift(lastNs + 5 * HOUR_NS)).isEqualTo("night 2026-12-30");
        assertThat(shift(lastNs + 7 * HOUR_NS)).isEqualTo("none");
        assertThat(shift(lastNs + 23 * HOUR_NS)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "acme/berlin/assembly/line-1/press, unit",
        "acme/berlin/assembly/line-1/weld, line",
        "acme/berlin/assembly/line-10/press, area",
        "acme/berlin/paint/line-1/press, site",
        "acme/berlin-2/assembly/line-1/press, enterprise",
        "acme, enterprise",
        "other/berlin/assembly/line-1/press, everything",
    })
    void shouldTakeTheMostSpecificScope(final String machine, final String name) {
        put("acme/berlin/assembly/line-1/press", 0, "shift unit Mon-Sun 00:00-24:00");
        put("", 0, "shift everything Mon-Sun 00:00-24:00");
        put("acme/berlin/assembly", 0, "shift area Mon-Sun 00:00-24:00");
        put("acme", 0, "shift enterprise Mon-Sun 00:00-24:00");
        put("acme/berlin/assembly/line-1", 0, "shift line Mon-Sun 00:00-24:00");
        put("acme/berlin", 0, "shift site Mon-Sun 00:00-24:00");
        assertThat(calendars.shiftAt(machine, MONDAY_NS)).isNotNull();
        assertThat(calendars.shiftAt(machine, MONDAY_NS).name()).isEqualTo(name);
    }

    @Test
    void shouldUseTheWiderScopeUntilTheNarrowerOneBegins() {
        put("acme/berlin", MONDAY_NS, "shift berlin Mon-Sun 00:00-24:00");
        put("acme", MONDAY_NS - 24 * HOUR_NS, "shift acme Mon-Sun 00:00-24:00");
        put("acme", MONDAY_NS + 24 * HOUR_NS, "shift later Mon-Sun 00:00-24:00");
        assertThat(calendars.at(PRESS, MONDAY_NS - 24 * HOUR_NS - 1))
                .isEqualTo(new Slot(Calendars.FIRST_NS, MONDAY_NS - 24 * HOUR_NS, null, true, false));
        assertThat(shift(MONDAY_NS - 1)).isEqualTo("acme 2026-12-20");
        assertThat(shift(MONDAY_NS)).isEqualTo("berlin 2026-12-21");
        assertThat(shift(MONDAY_NS + 30 * HOUR_NS)).isEqualTo("berlin 2026-12-22");
    }

    @Test
    void shouldCutTheShiftWhereAnotherCalendarTakesOver() {
        put("", 0, "shift early Mon 06:00-14:00 break 10:00-10:30\nshift late Mon 14:00-22:00");
        put("", MONDAY_NS + 10 * HOUR_NS + HOUR_NS / 4, "shift day Mon 08:00-17:00");
        put("", MONDAY_NS + 16 * HOUR_NS, "shift day Mon 08:00-18:00");
        final long cutNs = MONDAY_NS + 10 * HOUR_NS + HOUR_NS / 4;
        assertThat(calendars.at(PRESS, cutNs - 1))
                .isEqualTo(new Slot(
                        MONDAY_NS + 10 * HOUR_NS,
                        cutNs,
                        new Shift("early", LocalDate.of(2026, 12, 21), MONDAY_NS + 6 * HOUR_NS, cutNs),
                        true,
                        true));
        assertThat(calendars.shiftAt(PRESS, cutNs))
                .isEqualTo(new Shift("day", LocalDate.of(2026, 12, 21), cutNs, MONDAY_NS + 16 * HOUR_NS));
        assertThat(calendars.shiftAt(PRESS, MONDAY_NS + 16 * HOUR_NS))
                .isEqualTo(new Shift(
                        "day", LocalDate.of(2026, 12, 21), MONDAY_NS + 16 * HOUR_NS, MONDAY_NS + 18 * HOUR_NS));
    }

    @Test
    void shouldNotCutWhereAnEqualCalendarTakesOver() {
        final String text = "shift early Mon 06:00-14:00";
        put("", 0, text);
        assertThat(calendars.put("", MONDAY_NS + 8 * HOUR_NS, berlin(text))).isFalse();
        put("acme/berlin", MONDAY_NS + 9 * HOUR_NS, text);
        assertThat(calendars.at(PRESS, MONDAY_NS + 8 * HOUR_NS))
                .extracting(Slot::fromNs, Slot::toNs)
                .containsExactly(MONDAY_NS + 6 * HOUR_NS, MONDAY_NS + 14 * HOUR_NS);
    }

    @Test
    void shouldHoldAgainFromWhereAnEqualOneWasPutOnceAnotherComesBetween() {
        put("", 0, "shift a Mon-Sun 00:00-24:00");
        put("", MONDAY_NS, "shift a Mon-Sun 00:00-24:00");
        put("", MONDAY_NS - 24 * HOUR_NS, "shift b Mon-Sun 00:00-24:00");
        assertThat(shift(MONDAY_NS - 1)).isEqualTo("b 2026-12-20");
        assertThat(shift(MONDAY_NS)).isEqualTo("a 2026-12-21");
    }

    @Test
    void shouldRaiseTheVersionWithEachChangeAndForgetWhatItKept() {
        assertThat(shift(MONDAY_NS)).isEqualTo("none");
        final int before = calendars.version();
        assertThat(calendars.put("", 0, berlin("shift a Mon-Sun 00:00-24:00"))).isTrue();
        assertThat(calendars.version()).isGreaterThan(before);
        assertThat(shift(MONDAY_NS)).isEqualTo("a 2026-12-21");

        final int once = calendars.version();
        assertThat(calendars.put("", 0, berlin("shift a Mon-Sun 00:00-24:00"))).isFalse();
        assertThat(calendars.version()).isEqualTo(once);
        assertThat(calendars.put("", 0, berlin("shift b Mon-Sun 00:00-24:00"))).isTrue();
        assertThat(calendars.version()).isGreaterThan(once);
        assertThat(shift(MONDAY_NS)).isEqualTo("b 2026-12-21");
    }

    @Test
    void shouldSayNothingOfNoTime() {
        put("", 0, "shift a Mon-Sun 00:00-24:00");
        assertThat(calendars.between(PRESS, MONDAY_NS, MONDAY_NS)).isEmpty();
        assertThat(calendars.between(PRESS, MONDAY_NS, MONDAY_NS - 1)).isEmpty();
    }

    @Test
    void shouldNeverScheduleWithAnEmptyCalendar() {
        put("acme", 0, "");
        assertThat(calendars.at(PRESS, MONDAY_NS + 1))
                .isEqualTo(new Slot(MONDAY_NS, MONDAY_NS + 24 * HOUR_NS, null, false, false));
        assertThat(calendars.at("other", MONDAY_NS).scheduled()).isTrue();
        assertThat(calendars.at(PRESS, Long.MAX_VALUE).toNs()).isEqualTo(Calendars.END_NS);
    }

    @Test
    void shouldServeMoreMachinesThanItKeeps() {
        put("acme", 0, "shift a Mon-Sun 00:00-24:00");
        for (int i = 0; i < 25_000; i++) {
            assertThat(calendars.at("acme/" + i, MONDAY_NS).shift()).isNotNull();
        }
        assertThat(shift(MONDAY_NS)).isEqualTo("a 2026-12-21");
    }

    private void put(final String scope, final long effectiveFromNs, final String text) {
        calendars.put(scope, effectiveFromNs, berlin(text));
    }

    private static WorkingTime berlin(final String text) {
        return WorkingTime.parse("Europe/Berlin", text);
    }

    private String shift(final long timeNs) {
        final Shift shift = calendars.shiftAt(PRESS, timeNs);
        return shift == null ? "none" : shift.name() + " " + shift.date();
    }
}
