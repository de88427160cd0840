package io.millrace.core.calendar;

import java.time.LocalDate;

/**
 * One occurrence of a shift. Name and date identify it: two shifts of one calendar that begin on the same date differ in name.
 *
 * @param date local date it is planned to begin on; a night shift belongs to the day it begins
 * @param fromNs start, nanoseconds since the epoch (UTC)
 * @param toNs end, exclusive: what happens at this instant belongs to what follows
 */
public record Shift(String name, LocalDate date, long fromNs, long toNs) {}
