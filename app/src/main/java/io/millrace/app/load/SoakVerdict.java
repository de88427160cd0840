package io.millrace.app.load;

import io.millrace.app.load.SoakReport.Interval;
import io.millrace.app.load.SoakReport.Process;
import io.millrace.app.load.SoakReport.Slope;
import io.millrace.app.perf.Amounts;
import io.millrace.app.perf.Trend;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What grows from interval to interval, and whether it may. Judged are, of each process called gateway or topology, the memory that is
 * its own and its live heap; everything else is told. Pure.
 *
 * @param slopes of everything that is known of three intervals behind the first quarter; none if these were too few to judge
 * @param faults a sentence for each that exceeds its limit
 * @param notes what was not judged, and why
 */
record SoakVerdict(List<Slope> slopes, List<String> faults, List<String> notes) {
    /** A size may grow by as much in an hour, however small it is: less is not to be told from its breathing. */
    static final double LEAST_LIMIT_BYTES = 16 * 1024 * 1024;
    /** Behind the first quarter; fewer make a line of chance. */
    static final int LEAST_INTERVALS = 12;
    /** Behind the first quarter; a slope by the hour needs an hour. */
    static final double LEAST_S = 3_600;

    private static final double S_PER_HOUR = 3_600;
    private static final double FIRST_PART = 0.25;
    private static final int LEAST_POINTS = 3;

    /**
     * Judges.
     *
     * @param intervals one behind the other
     * @param growthLimit part of itself that a size may grow by in an hour, if that is more than 16 MiB
     */
    static SoakVerdict of(final List<Interval> intervals, final double growthLimit) {
        final double lengthS =
                intervals.isEmpty() ? 0 : intervals.get(intervals.size() - 1).untilS();
        final List<Interval> settled = intervals.stream()
                .filter(each -> each.fromS() >= lengthS * FIRST_PART)
                .toList();
        final boolean isEnough =
                settled.size() >= LEAST_INTERVALS && lengthS - settled.get(0).fromS() >= LEAST_S;
        return isEnough ? new Judge(settled, growthLimit).verdict() : tooEarly(settled.size());
    }

    private static SoakVerdict tooEarly(final int intervals) {
        return new SoakVerdict(
                List.of(),
                List.of(),
                List.of("Growth was not judged: that takes " + LEAST_INTERVALS
                        + " intervals and an hour behind the first quarter, there are " + intervals + "."));
    }

    private static final class Judge {
        private final List<Interval> settled;
        private final double growthLimit;
        private final List<Slope> slopes = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Judge(final List<Interval> settled, final double growthLimit) {
            this.settled = settled;
            this.growthLimit = growthLimit;
        }

        SoakVerdict verdict() {
            final Set<String> names = new LinkedHashSet<>();
            settled.forEach(interval -> interval.processes().forEach(each -> names.add(each.process())));
            names.forEach(this::process);
            final Set<String> folders = new LinkedHashSet<>();
            settled.forEach(interval -> folders.addAll(interval.diskBytes().keySet()));
            folders.forEach(name -> tell("disk of the " + name, "bytes", settled, interval -> interval.diskBytes()
                    .getOrDefault(name, -1L)));
            tell("confirmed p99", "ms", heard(true), each -> each.confirmed().p99());
            tell("kafka-read p99", "ms", heard(false), each -> each.kafkaRead().p99());
            tell("backlog", "records", settled, Interval::backlog);
            return new SoakVerdict(
                    List.copyOf(slopes),
                    slopes.stream()
                            .filter(Slope::isExceeded)
                            .map(SoakVerdict::fault)
                            .toList(),
                    List.copyOf(notes));
        }

        /** Intervals in which there is a latency: of none the percentiles are 0. */
        private List<Interval> heard(final boolean isConfirmed) {
            return settled.stream()
                    .filter(each -> (isConfirmed ? each.confirmed() : each.kafkaRead()).count() > 0)
                    .toList();
        }

        private void process(final String name) {
            final boolean isJudged = name.startsWith("gateway") || name.startsWith("topology");
            final List<Slope> own =
                    size(name + " memory of its own", settled, of(name, Process::anonymousBytes), isJudged);
            tell(name + " resident, mapped files included", "bytes", settled, of(name, Process::residentBytes));
            tell(name + " heap in use, garbage included", "bytes", settled, of(name, Process::heapBytes));
            final List<Slope> live =
                    size(name + " live heap", collected(name), of(name, Process::liveHeapBytes), isJudged);
            if (isJudged && own.isEmpty()) {
                notes.add("The memory of the " + name + " was not judged: it is not known.");
            }
            if (isJudged && live.isEmpty()) {
                notes.add("The live heap of the " + name
                        + " was not judged: that takes three intervals in which its old generation was collected.");
            }
        }

        /** Intervals with a new figure of the live heap. */
        private List<Interval> collected(final String name) {
            final ToDoubleFunction<Interval> live = of(name, Process::liveHeapBytes);
            final List<Interval> fresh = new ArrayList<>();
            for (int i = 1; i < settled.size(); i++) {
                if (live.applyAsDouble(settled.get(i)) != live.applyAsDouble(settled.get(i - 1))) {
                    fresh.add(settled.get(i));
                }
            }
            return fresh;
        }

        private static ToDoubleFunction<Interval> of(final String name, final ToDoubleFunction<Process> value) {
            return interval -> interval.processes().stream()
                    .filter(each -> each.process().equals(name))
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(-1);
        }

        private void tell(
                final String what,
                final String unit,
                final List<Interval> intervals,
                final ToDoubleFunction<Interval> value) {
            slopes.addAll(slope(what, unit, intervals, value, false));
        }

        private List<Slope> size(
                final String what,
                final List<Interval> intervals,
                final ToDoubleFunction<Interval> value,
                final boolean isJudged) {
            final List<Slope> found = slope(what, "bytes", intervals, value, isJudged);
            slopes.addAll(found);
            return found;
        }

        /** @return none if it is known of too few */
        private List<Slope> slope(
                final String what,
                final String unit,
                final List<Interval> intervals,
                final ToDoubleFunction<Interval> value,
                final boolean isJudged) {
            final List<Interval> known = intervals.stream()
                    .filter(each -> value.applyAsDouble(each) >= 0)
                    .toList();
            if (known.size() < LEAST_POINTS) {
                return List.of();
            }
            final double mean = known.stream().mapToDouble(value).average().orElse(0);
            final double perHour = Trend.slope(known, Interval::untilS, value) * S_PER_HOUR;
            final double limit = isJudged ? Math.max(LEAST_LIMIT_BYTES, growthLimit * mean) : -1;
            return List.of(new Slope(what, unit, mean, perHour, limit));
        }
    }

    private static String fault(final Slope slope) {
        return slope.what() + " grows by " + Amounts.bytes(Math.round(slope.perHour())) + " an hour, and "
                + Amounts.bytes(Math.round(slope.limitPerHour())) + " are allowed";
    }
}
