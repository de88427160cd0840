package io.millrace.app.plant;

import io.millrace.app.yaml.Form;
import io.millrace.app.yaml.Forms;
import io.millrace.app.yaml.Section;
import io.millrace.core.calendar.WorkingTime;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Reads {@code calendars}. What shifts, breaks, holidays and exceptions mean together is for {@link WorkingTime} to judge. */
final class CalendarReader {
    private static final WorkingTime NEVER = WorkingTime.parse("UTC", "");

    private final ZoneId siteTimeZone;
    private final Form<String> scope;
    private final Names scopes = new Names();

    CalendarReader(final ZoneId siteTimeZone, final Set<String> machines) {
        this.siteTimeZone = siteTimeZone;
        this.scope = PlantForms.scope(machines);
    }

    Plant.Calendar calendar(final Section section) {
        final String holdsFor = section.optional("scope", scope, "");
        final ZoneId zone = section.optional("time-zone", Forms.zone(), siteTimeZone);
        final long validFromNs = section.optional("valid-from", PlantForms.validFrom(zone), 0L);
        if (section.isSound("scope") || !section.has("scope")) {
            scopes.add(section, "scope", scope.show().apply(holdsFor), validFromNs);
        }
        return new Plant.Calendar(holdsFor, validFromNs, workingTime(section, zone));
    }

    private static WorkingTime workingTime(final Section section, final ZoneId zone) {
        final PlacedText text = new PlacedText(section, "shifts");
        if (!section.has("shifts")) {
            section.fault("shifts", "is missing: without shifts nothing is ever scheduled; if so, write shifts: []");
        }
        section.sections("shifts", shift -> addShift(shift, text));
        final List<LocalDate> holidays = section.values("holidays", PlantForms.date());
        for (int i = 0; i < holidays.size(); i++) {
            text.add(section, "holidays[" + i + "]", "holiday " + holidays.get(i));
        }
        final Names dates = new Names();
        section.sections("exceptions", exception -> addException(exception, dates, text));
        final WorkingTime read = text.read(each -> WorkingTime.parse(zone.getId(), each), WorkingTime::text);
        return read == null ? NEVER : read;
    }

    private static boolean addShift(final Section section, final PlacedText text) {
        return add(section, text, "shift ", section.required("days", PlantForms.days()) + " ");
    }

    private static boolean addException(final Section section, final Names dates, final PlacedText text) {
        final String date = section.required("date", PlantForms.date()).toString();
        if (!section.isSound("date")) {
            section.ignoreRest();
            return false;
        }
        dates.add(section, "date", date);
        if (section.sections("shifts", shift -> add(shift, text, "on " + date + " shift ", ""))
                .isEmpty()) {
            text.add(section, "", "on " + date + " none");
        }
        return true;
    }

    /**
     * One shift as a line; one with a fault is left out, so that the others can be judged.
     *
     * @param days what stands between name and time
     */
    private static boolean add(final Section section, final PlacedText text, final String kind, final String days) {
        final String name = section.required("name", PlantForms.shiftName());
        final String from = section.required("from", PlantForms.start());
        final String to = section.required("to", PlantForms.end());
        final List<String> breaks = section.values("breaks", PlantForms.span());
        if (name.isEmpty() || from.isEmpty() || to.isEmpty() || days.equals(" ") || breaks.contains("")) {
            return false;
        }
        final StringBuilder line = new StringBuilder(kind);
        line.append(name).append(' ').append(days).append(from).append('-').append(to);
        breaks.forEach(each -> line.append(" break ").append(each));
        text.add(section, "", line.toString());
        return true;
    }
}
