package io.millrace.app.why;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.core.figures.Periods;
import io.millrace.core.machine.Outputs.StateInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long the period of a figure is. */
final class Period {
    static final long LONGEST_NS = 32L * 24 * 3_600_000_000_000L;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final Set<String> KINDS = Set.of("hour", "shift", "day", "week", "month");

    private Period() {}

    /** True if the word names a period; else it is a reason, and the period an hour. */
    static boolean isKind(final String word) {
        return KINDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /**
     * The end, exclusive: as the figure itself says it, else by its kind.
     *
     * @param figure as it is in its topic, null if it is not there
     * @param intervals of the scope from the start on: a shift ends as they say, a day as their time zone has it
     */
    static long toNs(
            final Subject.Figure subject, final @Nullable JsonNode figure, final Collection<StateInterval> intervals) {
        if (figure != null && figure.path("to").isTextual()) {
            try {
                return Times.ns(Instant.parse(figure.path("to").asText()));
            } catch (final DateTimeParseException another) {
                return byKind(subject, intervals); // a field of another meaning
            }
        }
        return byKind(subject, intervals);
    }

    private static long byKind(final Subject.Figure subject, final Collection<StateInterval> intervals) {
        final ZoneId zone = intervals.stream()
                .map(interval -> interval.planned().zone())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(ZoneId::of)
                .orElse(ZoneId.of("UTC"));
        final LocalDate date = Periods.dateOf(subject.fromNs(), zone);
        return switch (subject.kind().toLowerCase(Locale.ROOT)) {
            case "day" -> Periods.startOf(date.plusDays(1), zone);
            case "week" -> Periods.startOf(date.plusWeeks(1), zone);
            case "month" -> Periods.startOf(date.plusMonths(1), zone);
            case "shift" -> shiftEndNs(subject.fromNs(), intervals);
            default -> subject.fromNs() + HOUR_NS;
        };
    }

    private static long shiftEndNs(final long fromNs, final Collection<StateInterval> intervals) {
        return intervals.stream()
                .map(interval -> interval.planned().shift())
                .filter(shift -> shift != null && shift.fromNs() <= fromNs && fromNs < shift.toNs())
                .mapToLong(shift -> shift.toNs())
                .findFirst()
                .orElse(fromNs + 8 * HOUR_NS);
    }
}
