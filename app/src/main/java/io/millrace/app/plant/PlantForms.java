package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Spelling;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The forms of values that only master data have. */
final class PlantForms {
    private static final int LONGEST_TEXT = 200;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final String CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d";
    private static final Pattern START = Pattern.compile(CLOCK);
    private static final Pattern END = Pattern.compile(CLOCK + "|24:00");
    private static final Pattern SPAN = Pattern.compile(CLOCK + "-(?:" + CLOCK + "|24:00)");
    private static final Pattern SHIFT = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,63}");
    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String DAYS_PART = DAY + "(?:-" + DAY + ")?";
    private static final Pattern DAYS =
            Pattern.compile(DAYS_PART + "(?:," + DAYS_PART + ")*", Pattern.CASE_INSENSITIVE);

    private PlantForms() {}

    /** A name, number or text of master data: one line, and short enough to be in every message about it. */
    static Form<String> word() {
        return Forms.text()
                .where(
                        text -> text.length() <= LONGEST_TEXT && text.chars().noneMatch(Character::isISOControl),
                        "is too long or has a line break or tab: use one line of up to " + LONGEST_TEXT
                                + " characters");
    }

    /** Order and operation are joined by a slash on the wire. */
    static Form<String> orderNumber() {
        return word().where(text -> !text.contains("/"), "must not hold a slash");
    }

    /** The beginning of a machine's path, in whole steps; {@code *} is everything. */
    static Form<String> scope(final Set<String> machines) {
        return new Form<>(
                "",
                text -> {
                    final String scope = text.equals("*") ? "" : text;
                    if (!scope.isEmpty() && machines.stream().noneMatch(path -> holds(scope, path))) {
                        throw new IllegalArgumentException("\"" + text
                                + "\" holds no machine: write the beginning of a path in whole steps, or * for all; "
                                + Spelling.suggest(text, scopes(machines)));
                    }
                    return scope;
                },
                scope -> scope.isEmpty() ? "*" : scope);
    }

    private static boolean holds(final String scope, final String path) {
        return path.equals(scope) || path.startsWith(scope + "/");
    }

    private static Set<String> scopes(final Set<String> machines) {
        final Set<String> scopes = new TreeSet<>();
        for (final String path : machines) {
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                scopes.add(path.substring(0, end));
            }
        }
        return scopes;
    }

    static Form<LocalDate> date() {
        return new Form<>(LocalDate.of(FIRST_YEAR, 1, 1), PlantForms::date, LocalDate::toString);
    }

    private static LocalDate date(final String text) {
        if (!DATE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a date: write year, month and day, like 2026-12-25");
        }
        try {
            final LocalDate date = LocalDate.parse(text);
            expectYear(text, date.getYear());
            return date;
        } catch (final DateTimeException e) {
            throw new IllegalArgumentException("there is no " + text + ": write a date of the calendar", e);
        }
    }

    /** A date, whose beginning in the zone is meant, or a time with its offset; as nanoseconds since the epoch. */
    static Form<Long> validFrom(final ZoneId zone) {
        return new Form<>(
                0L,
                text -> text.contains("T")
                        ? ns(time(text))
                        : ns(date(text).atStartOfDay(zone).toInstant()),
                ns -> ns == 0
                        ? "always"
                        : Instant.ofEpochSecond(Math.floorDiv(ns, SECOND_NS), Math.floorMod(ns, SECOND_NS))
                                .toString());
    }

    private static Instant time(final String text) {
        try {
            final OffsetDateTime time = OffsetDateTime.parse(text);
            expectYear(text, time.getYear());
            return time.toInstant();
        } catch (final DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a time: write a date, or a time with its offset, like"
                            + " 2026-12-25T06:00:00+01:00",
                    e);
        }
    }

    private static void expectYear(final String text, final int year) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new IllegalArgumentException(
                    text + " is out of range: choose a year from " + FIRST_YEAR + " to " + LAST_YEAR);
        }
    }

    private static long ns(final Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), SECOND_NS), time.getNano());
    }

    static Form<String> shiftName() {
        return matching(
                SHIFT,
                "is not a shift's name: use up to 64 letters, digits, '.', '_' and '-', a letter or digit first");
    }

    static Form<String> days() {
        return matching(DAYS, "is not a list of weekdays: write Mon-Fri or \"Mon,Wed,Fri\", with the quotation marks");
    }

    static Form<String> start() {
        return matching(START, "is not a time of day: write hours and minutes, from 00:00 to 23:59");
    }

    static Form<String> end() {
        return matching(END, "is not a time of day: write hours and minutes, from 00:00 to 24:00");
    }

    /** From and to, as in {@code 10:00-10:15}. */
    static Form<String> span() {
        return matching(SPAN, "is not a time from and to: write it like 10:00-10:15");
    }

    private static Form<String> matching(final Pattern pattern, final String remedy) {
        return Forms.text().where(text -> pattern.matcher(text).matches(), remedy);
    }
}
