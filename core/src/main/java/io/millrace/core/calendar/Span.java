package io.millrace.core.calendar;

/** Minutes of a local date, end exclusive; what runs past midnight counts on beyond 1440. */
record Span(int fromMinute, int toMinute) {
    static final int DAY = 24 * 60;

    boolean overlaps(final Span other) {
        return fromMinute < other.toMinute && other.fromMinute < toMinute;
    }

    Span plusDays(final int days) {
        return new Span(fromMinute + days * DAY, toMinute + days * DAY);
    }

    /** As it is written: {@code 22:00-06:00}; midnight is 00:00 as a start and 24:00 as an end. */
    String text() {
        return time(fromMinute % DAY) + "-" + time((toMinute - 1) % DAY + 1);
    }

    private static String time(final int minute) {
        return twoDigits(minute / 60) + ":" + twoDigits(minute % 60);
    }

    private static String twoDigits(final int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
