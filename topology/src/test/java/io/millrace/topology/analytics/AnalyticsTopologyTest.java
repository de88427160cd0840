package io.millrace.topology.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.aggregate.Downtime;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the production topology says, made into figures. */
class AnalyticsTopologyTest {
    private static final String LINE = "acme/berlin/press/line1";
    private static final String PRESS = LINE + "/press1";
    private static final OperationKey ORDER = new OperationKey("1001", "0010");
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MINUTE_NS = 60 * SECOND_NS;
    private static final long HOUR_NS = 60 * MINUTE_NS;
    private static final String CALENDAR =
            """
            shift early Mon-Sun 06:00-14:00
            shift late Mon-Sun 14:00-22:00 break 18:00-18:30
            """;

    /** Minutes until what a machine did is in the figures of its enterprise: one each level. */
    private static final int UP = 8;

    private final Drive production = new Drive(t -> ProductionTopology.build(t, "production"), Topics::events);
    private final Drive analytics = new Drive(t -> AnalyticsTopology.build(t, "analytics"), Topics::stateIntervals);
    private final Shift press = new Shift(PRESS);

    @AfterEach
    void close() {
        production.close();
        analytics.close();
    }

    private static byte[] definition(final Fact.Definition definition) {
        return Shift.encode(new Event(EventHead.of("gw1", "master", "", Shift.START_NS, Shift.START_NS), definition));
    }

    private void define(final String machine, final String zone) {
        production.pipe(
                "",
                definition(new Fact.MachineDefined(
                        0, Authority.COUNTER, 0, 0, 0, 0, 24 * HOUR_NS, 0, 2 * MINUTE_NS, false, machine, zone, "")),
                definition(new Fact.OperationDefined(
                        0,
                        0,
                        30 * SECOND_NS,
                        ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.REVERSAL),
                        OperationCounting.PLAIN,
                        ORDER.order(),
                        ORDER.operation(),
                        "FG-1",
                        "PCE",
                        "")),
                definition(new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "BREAKDOWN", "")),
                definition(new Fact.ReasonDefined(0, ReasonCategory.PLANNED, "CLEANING", "")),
                definition(new Fact.CalendarDefined(0, "acme/berlin", zone, CALENDAR)));
    }

    private void at(final String instant) {
        press.passSeconds(Instant.parse(instant).getEpochSecond() - press.nowNs() / SECOND_NS - 1);
    }

    private void say(final byte[]... events) {
        production.pipe(PRESS, events);
        analyse();
    }

    private void analyse() {
        final Topics topics = production.topics;
        analytics.pipe(production, topics.stateIntervals(), topics.stops(), topics.counts());
    }

    /** Passes time as a gateway does. */
    private void tick(final int minutes) {
        for (int i = 0; i < minutes; i++) {
            say(press.passSeconds(59).tick());
        }
    }

    private Map<String, Figure> figures() {
        final Map<String, Figure> newest = new TreeMap<>();
        analytics.figures().forEach(figure -> newest.put(figure.id().key(), figure));
        return newest;
    }

    private Map<String, Downtime> downtime() {
        final Map<String, Downtime> newest = new TreeMap<>();
        analytics.downtime().forEach(figure -> newest.put(figure.key(), figure));
        newest.values().removeIf(figure -> figure.stood().isZero());
        return newest;
    }

    /** Twenty minutes of production with 30 units, ten of a stop, half an hour of production without units. */
    private void anHour() {
        define(PRESS, "UTC");
        at("2026-09-21T15:00:00Z");
        say(press.state(MachineState.EXECUTE, ""));
        say(press.context(Transition.STARTED, ORDER, press.nowNs()), press.made(0));
        at("2026-09-21T15:20:00Z");
        say(press.made(30), press.tick());
        at("2026-09-21T15:30:00Z");
        say(press.state(MachineState.HELD, ""));
        at("2026-09-21T15:40:00Z");
        say(press.state(MachineState.EXECUTE, ""));
        tick(20);
        tick(UP);
    }

    @Test
    void shouldSayTheFiguresOfAMachineOfAllItIsAPartOfAndOfItsOrder() {
        anHour();

        final Map<String, Figure> figures = figures();
        final Figure hour = figures.get(PRESS + "|HOUR|2026-09-21T15:00:00Z");
        assertThat(hour.sums().times().delayNs()).isEqualTo(10 * MINUTE_NS);
        assertThat(hour.sums().times().productionNs()).isEqualTo(50 * MINUTE_NS);
        assertThat(hour.sums().quantities().goodMilli()).isEqualTo(30_000);
        assertThat(hour.kpis().availability()).isEqualTo(50.0 / 60);
        assertThat(hour.kpis().effectiveness()).isEqualTo(15.0 / 50);
        assertThat(hour.kpis().oee()).isEqualTo(0.25);
        assertThat(hour.profiles()).containsExactly("packml");
        for (final String scope : List.of(LINE, "acme/berlin/press", "acme/berlin", "acme")) {
            assertThat(figures.get(scope + "|HOUR|2026-09-21T15:00:00Z").sums()).isEqualTo(hour.sums());
            assertThat(figures).containsKeys(scope + "|DAY|2026-09-21", scope + "|SHIFT|2026-09-21 late");
        }
        assertThat(figures.get(PRESS + "|HOUR|2026-09-21T15:00:00Z|1001/0010").sums())
                .isEqualTo(hour.sums());
        assertThat(figures.get("order:1001/0010|TOTAL").sums().quantities().goodMilli())
                .isEqualTo(30_000);
        assertThat(figures.get("order:1001|TOTAL").sums())
                .isEqualTo(figures.get("order:1001/0010|TOTAL").sums());
        assertThat(downtime().get(LINE + "|DAY|2026-09-21|(HELD)").stood().count())
                .isEqualTo(1);
        assertThat(analytics.said()).doesNotContainKey(analytics.topics.deadLetters());
    }

    @Test
    void shouldMoveDowntimeToAReasonGivenLaterAndSayTheDifference() {
        anHour();
        final String key = PRESS + "|HOUR|2026-09-21T15:00:00Z";
        final long revision = figures().get(key).revision();
        say(press.said(new Fact.ReasonAssigned(
                Instant.parse("2026-09-21T15:30:00Z").getEpochSecond() * SECOND_NS, "BREAKDOWN", "anna")));
        tick(UP);

        final Downtime breakdown = downtime().get(key + "|BREAKDOWN");
        assertThat(breakdown.stood().count()).isEqualTo(1);
        assertThat(breakdown.stood().sumNs()).isEqualTo(10 * MINUTE_NS);
        assertThat(breakdown.stood().longestNs()).isEqualTo(10 * MINUTE_NS);
        assertThat(downtime()).doesNotContainKey(key + "|(HELD)").containsKey("acme|DAY|2026-09-21|BREAKDOWN");
        final Figure figure = figures().get(key);
        assertThat(figure.revision()).isEqualTo(revision + 1);
        assertThat(figure.sums().minus(figure.before()).stops().failures()).isEqualTo(1);
        assertThat(figure.kpis().mttrNs()).isEqualTo(10.0 * MINUTE_NS);

        say(press.said(new Fact.ReasonAssigned(
                Instant.parse("2026-09-21T15:30:00Z").getEpochSecond() * SECOND_NS, "CLEANING", "anna")));
        tick(UP);
        assertThat(downtime()).containsKey(key + "|CLEANING|planned").doesNotContainKey(key + "|BREAKDOWN");
        assertThat(figures().get(key).kpis().availability()).isEqualTo(1.0);
    }

    @Test
    void shouldSayFiguresAsFinalOnceNothingLateIsAcceptedAnyMore() {
        anHour();
        final String key = PRESS + "|HOUR|2026-09-21T15:00:00Z";
        at("2026-09-28T15:58:00Z");
        tick(1);
        assertThat(figures().get(key).state()).isEqualTo(Figure.State.PROVISIONAL);
        tick(UP);

        assertThat(figures().get(key).state()).isEqualTo(Figure.State.FINAL);
        assertThat(figures().get("acme|HOUR|2026-09-21T15:00:00Z").state()).isEqualTo(Figure.State.FINAL);
        assertThat(downtime().get(key + "|(HELD)").state()).isEqualTo(Figure.State.FINAL);
        assertThat(figures().get(PRESS + "|DAY|2026-09-28").state()).isEqualTo(Figure.State.PROVISIONAL);
    }

    @Test
    void shouldGiveTheDayOfTheClockChange25Hours() {
        define(PRESS, "Europe/Berlin");
        at("2026-10-24T20:00:00Z");
        say(press.state(MachineState.EXECUTE, ""));
        for (int i = 0; i < 30; i++) {
            say(press.passSeconds(3_599).tick());
        }

        final Map<String, Figure> figures = figures();
        final Figure day = figures.get(PRESS + "|DAY|2026-10-25");
        assertThat(day.sums().times().totalNs()).isEqualTo(25 * HOUR_NS);
        assertThat(day.id().period().toNs() - day.id().period().fromNs()).isEqualTo(25 * HOUR_NS);
        assertThat(figures.get(PRESS + "|SHIFT|2026-10-25 early").sums().times().totalNs())
                .isEqualTo(8 * HOUR_NS);
        assertThat(figures).containsKeys(PRESS + "|HOUR|2026-10-25T00:00:00Z", PRESS + "|HOUR|2026-10-25T01:00:00Z");
    }

    @Test
    void shouldAddUpWhatManyMachinesDid() {
        final Map<String, Long> made = new TreeMap<>();
        final Map<String, RandomShift> days = new TreeMap<>();
        for (int seed = 1; seed <= 3; seed++) {
            final String machine = LINE + "/press" + seed;
            define(machine, "UTC");
            final RandomShift day = new RandomShift(machine, seed, List.of(ORDER));
            day.events.forEach(event -> production.pipe(machine, event));
            made.put(machine, day.attributedMilli);
            days.put(machine, day);
        }
        analyse();
        for (int minute = 0; minute < UP; minute++) {
            days.forEach((machine, day) -> production.pipe(machine, day.tickAMinuteLater()));
            analyse();
        }
        final Map<String, Figure> figures = figures();
        final long units =
                figures.get(LINE + "|DAY|2026-09-21").sums().quantities().totalMilli();
        assertThat(units)
                .isEqualTo(made.keySet().stream()
                        .mapToLong(machine -> figures.get(machine + "|DAY|2026-09-21")
                                .sums()
                                .quantities()
                                .totalMilli())
                        .sum())
                .isPositive()
                .isLessThanOrEqualTo(
                        made.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void shouldSayTheSameOfTheSame() {
        anHour();
        try (Drive again = new Drive(t -> AnalyticsTopology.build(t, "analytics"), Topics::stateIntervals)) {
            final Topics topics = production.topics;
            again.pipe(production, topics.stateIntervals(), topics.stops(), topics.counts());

            assertThat(again.transcript()).isEqualTo(analytics.transcript());
        }
    }

    @Test
    void shouldRefuseWhatItCannotReadAndGoOn() {
        final Topics topics = analytics.topics;
        analytics.pipeTo(topics.stateIntervals(), PRESS, "{\"machine\":\"x\"}".getBytes(StandardCharsets.UTF_8));
        analytics.pipeTo(topics.stops(), PRESS, new byte[] {1});
        analytics.pipeTo(topics.counts(), PRESS, new byte[0]);
        analytics.pipeTo(topics.figures(), "acme", new byte[] {1});
        anHour();

        assertThat(analytics.values(topics.deadLetters(), Json::deadLetter))
                .hasSize(4)
                .extracting(DeadLetter::reason)
                .containsOnly(DeadLetter.UNDECODABLE);
        assertThat(figures()).isNotEmpty();
    }

    @Test
    void shouldNotCountWhatIsTooLateForAnyFigure() {
        anHour();
        final List<byte[]> old = production.values(production.topics.counts(), bytes -> bytes);
        at("2026-10-10T12:00:00Z");
        tick(3);
        analytics.pipeTo(analytics.topics.counts(), PRESS, old.get(0));

        assertThat(analytics.values(analytics.topics.deadLetters(), Json::deadLetter))
                .extracting(DeadLetter::reason)
                .containsExactly(DeadLetter.TOO_LATE);
    }
}
