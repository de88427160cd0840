package io.millrace.core.calendar;

import java.util.Comparator;

/** A shift as planned and the line it stands in, from 1. */
record Written(int line, ShiftPlan plan) {
    static final Comparator<Written> ORDER = Comparator.comparing(Written::plan, ShiftPlan.ORDER);

    /** @return name and time, as a message names it */
    String text() {
        return "shift " + plan.name() + " " + plan.span().text();
    }
}
