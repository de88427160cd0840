package io.millrace.topology.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.downtime.Downtime;
import io.millrace.core.downtime.DowntimeHour;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnalyticsTopologyTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long NOON_NS = DowntimeHour.hourOf(1_790_000_000_000_000_000L);

    private final Drive drive =
            new Drive(topics -> AnalyticsTopology.build(topics, "analytics"), topics -> topics.stateIntervals());

    @AfterEach
    void close() {
        drive.close();
    }

    private void say(
            final long fromMinute,
            final long toMinute,
            final MachineState state,
            final String reason,
            final long revision,
            final boolean withdrawn) {
        drive.pipe(
                PRESS,
                Json.write(new StateInterval(
                        PRESS,
                        NOON_NS + fromMinute * MINUTE_NS,
                        NOON_NS + toMinute * MINUTE_NS,
                        state,
                        Mode.PRODUCTION,
                        "",
                        reason,
                        null,
                        TimeElement.DELAY,
                        "packml",
                        new Outputs.Planned(null, true, false, "UTC"),
                        false,
                        revision,
                        withdrawn,
                        "")));
    }

    /** What a reader of the compacted topic sees: minutes by reason and hour, without what is zero. */
    private Map<String, Long> minutes() {
        final Map<String, Long> minutes = new TreeMap<>();
        for (final Downtime figure : drive.downtime()) {
            final long hour = (figure.hourStartNs() - NOON_NS) / DowntimeHour.HOUR_NS;
            minutes.put(figure.reason() + "@" + hour, figure.sumNs() / MINUTE_NS);
        }
        minutes.values().removeIf(each -> each == 0);
        return minutes;
    }

    @Test
    void shouldSumStopsByReasonAndHour() {
        say(0, 10, MachineState.EXECUTE, "", 1, false);
        say(10, 15, MachineState.HELD, "JAM", 2, false);
        say(20, 27, MachineState.HELD, "JAM", 4, false);
        say(30, 31, MachineState.STOPPED, "", 5, false);

        assertThat(minutes()).isEqualTo(Map.of("JAM@0", 12L, "(STOPPED)@0", 1L));
        assertThat(drive.downtime())
                .filteredOn(figure -> figure.reason().equals("JAM"))
                .last()
                .satisfies(figure -> {
                    assertThat(figure.count()).isEqualTo(2);
                    assertThat(figure.longestNs()).isEqualTo(7 * MINUTE_NS);
                    assertThat(figure.revision()).isEqualTo(2);
                });
        assertThat(drive.said().get(drive.topics.downtime()))
                .extracting(TestRecord::key)
                .contains(PRESS + "|JAM|2026-09-21T14:00:00Z");
    }

    @Test
    void shouldSplitAStopOverTheHoursItTouchesAndTakeItOutOfThoseItNoLongerReaches() {
        say(50, 200, MachineState.HELD, "JAM", 1, false);
        assertThat(minutes()).isEqualTo(Map.of("JAM@0", 10L, "JAM@1", 60L, "JAM@2", 60L, "JAM@3", 20L));

        say(50, 70, MachineState.HELD, "NO-MATERIAL", 2, false);
        assertThat(minutes()).isEqualTo(Map.of("NO-MATERIAL@0", 10L, "NO-MATERIAL@1", 10L));

        say(50, 70, MachineState.HELD, "NO-MATERIAL", 3, true);
        assertThat(minutes()).isEmpty();
    }

    @Test
    void shouldIgnoreAnOlderStatementThatComesLater() {
        say(0, 5, MachineState.HELD, "NO-MATERIAL", 2, false);
        say(0, 50, MachineState.HELD, "JAM", 1, false);

        assertThat(minutes()).isEqualTo(Map.of("NO-MATERIAL@0", 5L));
    }

    @Test
    void shouldShowTimeOfWhichNothingIsKnownAsItself() {
        say(0, 5, MachineState.UNKNOWN, "", 1, false);

        assertThat(minutes()).isEqualTo(Map.of(Downtime.NO_DATA + "@0", 5L));
    }

    @Test
    void shouldRefuseWhatIsNoInterval() {
        drive.pipe(PRESS, "{\"machine\":\"x\"}".getBytes(StandardCharsets.UTF_8), new byte[] {1});
        say(0, 5, MachineState.HELD, "JAM", 1, false);

        assertThat(drive.values(drive.topics.deadLetters(), Json::deadLetter))
                .hasSize(2)
                .extracting(DeadLetter::reason)
                .containsOnly(DeadLetter.UNDECODABLE);
        assertThat(minutes()).isEqualTo(Map.of("JAM@0", 5L));
    }
}
