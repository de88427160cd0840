package io.millrace.core.calendar;

import java.util.Comparator;
import java.util.List;

/**
 * A shift as planned, in minutes of the date it begins on.
 *
 * @param breaks within the span, in order, none overlapping another
 */
record ShiftPlan(String name, Span span, List<Span> breaks) {
    static final Comparator<ShiftPlan> ORDER = Comparator.comparingInt(
                    (ShiftPlan plan) -> plan.span().fromMinute())
            .thenComparingInt(plan -> plan.span().toMinute())
            .thenComparing(ShiftPlan::name);

    ShiftPlan {
        breaks = List.copyOf(breaks);
    }

    /** @param days what stands between name and time: weekdays and a space, or nothing */
    String text(final String days) {
        final StringBuilder text = new StringBuilder("shift ");
        text.append(name).append(' ').append(days).append(span.text());
        breaks.forEach(pause -> text.append(" break ").append(pause.text()));
        return text.toString();
    }
}
