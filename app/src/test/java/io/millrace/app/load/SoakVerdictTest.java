package io.millrace.app.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.load.LatencyReport.Figure;
import io.millrace.app.load.SoakReport.Interval;
import io.millrace.app.load.SoakReport.Process;
import io.millrace.app.load.SoakReport.Slope;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
    private static final long MEGABYTE = 1024 * 1024;
    private static final double TWO_PERCENT = 0.02;
    private static final int MINUTES = 5;
    private static final int PER_HOUR = 60 / MINUTES;
    private static final int EIGHT_HOURS = 8 * PER_HOUR;

    @Test
    void shouldBeContentWithMemoryThatBreathes() {
        final SoakVerdict verdict = SoakVerdict.of(
                own("gateway", EIGHT_HOURS, i -> (500 + (i % 2 == 0 ? 10 : -10)) * MEGABYTE), TWO_PERCENT);

        assertThat(verdict.faults()).isEmpty();
        assertThat(slope(verdict, "gateway memory of its own").isJudged()).isTrue();
        assertThat(slope(verdict, "gateway memory of its own").perHour()).isCloseTo(0, within(0.5 * MEGABYTE));
    }

    @Test
    void shouldFindWhatKeepsAnObjectOfEachEvent() {
        // 16 bytes of each of 1,000 events a second.
        final SoakVerdict verdict = SoakVerdict.of(
                own("topology", EIGHT_HOURS, i -> 500 * MEGABYTE + i * 60L * MINUTES * 1_000 * 16), TWO_PERCENT);

        assertThat(verdict.faults())
                .singleElement()
                .asString()
                .contains("topology memory of its own grows by 54.9 MB an hour", "16.0 MB are allowed");
    }

    @Test
    void shouldAllowALargeProcessAPartOfItself() {
        final IntToLongFunction bytes = i -> 2_000 * MEGABYTE + i * 20 * MEGABYTE / PER_HOUR;

        assertThat(SoakVerdict.of(own("gateway", EIGHT_HOURS, bytes), TWO_PERCENT)
                        .faults())
                .isEmpty();
        assertThat(SoakVerdict.of(own("gateway", EIGHT_HOURS, bytes), 0).faults())
                .hasSize(1);
    }

    @Test
    void shouldLeaveOutTheFirstQuarter() {
        final int quarter = EIGHT_HOURS / 4;
        final SoakVerdict verdict =
                SoakVerdict.of(own("gateway", EIGHT_HOURS, i -> (i < quarter ? 10 + i : 500) * MEGABYTE), TWO_PERCENT);

        assertThat(verdict.faults()).isEmpty();
        assertThat(slope(verdict, "gateway memory of its own").perHour()).isZero();
    }

    @Test
    void shouldNotJudgeBrokersNorMappedFiles() {
        final IntToLongFunction leak = i -> 500 * MEGABYTE + i * 50 * MEGABYTE;
        final SoakVerdict broker = SoakVerdict.of(own("kafka-broker", EIGHT_HOURS, leak), TWO_PERCENT);
        final SoakVerdict mapped = SoakVerdict.of(
                intervals(EIGHT_HOURS, i -> new Process("gateway", 1, 1, 500 * MEGABYTE, leak.applyAsLong(i), -1, -1)),
                TWO_PERCENT);

        assertThat(broker.faults()).isEmpty();
        assertThat(slope(broker, "kafka-broker memory of its own").perHour())
                .isCloseTo(50.0 * PER_HOUR * MEGABYTE, within(1.0));
        assertThat(mapped.faults()).isEmpty();
    }

    @Test
    void shouldNotJudgeFromTooFewOrInLessThanAnHour() {
        final IntToLongFunction leak = i -> 500 * MEGABYTE + i * 50 * MEGABYTE;
        // 16 intervals, 12 of them behind the first quarter, are exactly enough.
        assertThat(SoakVerdict.of(own("gateway", 16, leak), TWO_PERCENT).faults())
                .hasSize(1);
        final SoakVerdict tooFew = SoakVerdict.of(own("gateway", 15, leak), TWO_PERCENT);
        assertThat(tooFew.faults()).isEmpty();
        assertThat(tooFew.notes())
                .singleElement()
                .asString()
                .contains("was not judged", "12 intervals", "there are 11");

        final List<Interval> quick = IntStream.range(0, 60)
                .mapToObj(i -> interval(i * 10.0, 10, List.of(process("gateway", leak.applyAsLong(i), -1))))
                .toList();
        assertThat(SoakVerdict.of(quick, TWO_PERCENT).faults()).isEmpty();
        assertThat(SoakVerdict.of(List.of(), TWO_PERCENT).slopes()).isEmpty();
    }

    @Test
    void shouldJudgeTheLiveHeapWhereItsOldGenerationWasCollected() {
        // A collection every hour, each time 100 MB more alive.
        final SoakVerdict leak = SoakVerdict.of(
                intervals(
                        EIGHT_HOURS,
                        i -> process("topology", 500 * MEGABYTE, (100 + 100L * (i / PER_HOUR)) * MEGABYTE)),
                TWO_PERCENT);
        assertThat(leak.faults()).singleElement().asString().contains("topology live heap grows by 100.0 MB");

        // Garbage waits for a collection that never comes.
        final SoakVerdict never = SoakVerdict.of(own("topology", EIGHT_HOURS, i -> 500 * MEGABYTE), TWO_PERCENT);
        assertThat(never.faults()).isEmpty();
        assertThat(never.notes()).singleElement().asString().contains("live heap of the topology was not judged");
    }

    @Test
    void shouldSayThatWhatIsUnknownWasNotJudged() {
        final SoakVerdict verdict = SoakVerdict.of(own("gateway", EIGHT_HOURS, i -> -1), TWO_PERCENT);

        assertThat(verdict.faults()).isEmpty();
        assertThat(verdict.notes()).anyMatch(note -> note.contains("memory of the gateway was not judged"));
    }

    @Test
    void shouldTellWhatLatencyAndDiskGrowBy() {
        final List<Interval> slower = IntStream.range(0, EIGHT_HOURS)
                .mapToObj(i -> new Interval(
                        i * 300.0,
                        (i + 1) * 300.0,
                        1,
                        1,
                        new Figure("confirmed", "", 10, 1, 1, 10 + i, 1, 1),
                        new Figure("kafka-read", "", 0, 0, 0, 0, 0, 0),
                        i,
                        List.of(),
                        Map.of("topology", i * MEGABYTE)))
                .toList();

        final SoakVerdict verdict = SoakVerdict.of(slower, TWO_PERCENT);
        assertThat(slope(verdict, "confirmed p99").perHour()).isCloseTo(PER_HOUR, within(1e-6));
        assertThat(slope(verdict, "disk of the topology").perHour()).isCloseTo(PER_HOUR * MEGABYTE, within(1.0));
        assertThat(slope(verdict, "backlog").perHour()).isCloseTo(PER_HOUR, within(1e-6));
        assertThat(verdict.slopes()).extracting(Slope::what).doesNotContain("kafka-read p99");
        assertThat(verdict.faults()).isEmpty();
    }

    private static Slope slope(final SoakVerdict verdict, final String what) {
        return verdict.slopes().stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static List<Interval> own(final String process, final int count, final IntToLongFunction bytes) {
        return intervals(count, i -> process(process, bytes.applyAsLong(i), -1));
    }

    private static List<Interval> intervals(final int count, final IntFunction<Process> process) {
        return IntStream.range(0, count)
                .mapToObj(i -> interval(i * 60.0 * MINUTES, 60.0 * MINUTES, List.of(process.apply(i))))
                .toList();
    }

    private static Process process(final String name, final long ownBytes, final long liveBytes) {
        return new Process(name, 1, 1, ownBytes, ownBytes, -1, liveBytes);
    }

    static Interval interval(final double fromS, final double lengthS, final List<Process> processes) {
        return new Interval(
                fromS,
                fromS + lengthS,
                300_000,
                299_999,
                new Figure("confirmed", "", 30_000, 12.5, 20, 45.25, 60, 99.5),
                new Figure("kafka-read", "", 300_000, 2.5, 3, 7.25, 9, 11.5),
                17,
                processes,
                Map.of("topology", 3 * MEGABYTE));
    }
}
