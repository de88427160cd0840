package io.millrace.core.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.MachineState;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How states become intervals that neither overlap nor leave holes. */
class StatesTest {
    private final Line line = new Line(Line.RULES);

    @Test
    void shouldEndAnIntervalWhereTheNextBegins() {
        line.state(0, MachineState.EXECUTE, "")
                .state(10, MachineState.HELD, "JAM")
                .state(15, MachineState.EXECUTE, "");
        assertIntervals(Map.of(0, "EXECUTE ..10", 10, "HELD JAM..15"));
        assertThat(line.now().stateSinceNs()).isEqualTo(Line.at(15));
    }

    @Test
    void shouldGoOnWithAStateThatIsSaidAgain() {
        line.state(0, MachineState.EXECUTE, "")
                .state(5, MachineState.EXECUTE, "")
                .state(10, MachineState.IDLE, "");
        assertIntervals(Map.of(0, "EXECUTE ..10"));
    }

    @Test
    void shouldKeepTheReasonWhenTheStateIsSaidAgainWithoutIt() {
        line.state(0, MachineState.HELD, "JAM").state(5, MachineState.HELD, "").state(10, MachineState.IDLE, "");
        assertIntervals(Map.of(0, "HELD JAM..10"));
    }

    @Test
    void shouldRestateWhatALateStateCutsShort() {
        line.state(0, MachineState.EXECUTE, "").state(20, MachineState.HELD, "").state(30, MachineState.EXECUTE, "");
        line.state(10, MachineState.IDLE, "");
        assertThat(line.changes.isLate()).isTrue();
        assertThat(line.changes.spans().unsaid()).containsOnlyKeys(Line.at(0), Line.at(20));
        assertIntervals(Map.of(0, "EXECUTE ..10", 10, "IDLE ..20", 20, "HELD ..30"));
    }

    @Test
    void shouldWithdrawTheIntervalThatALateStateMovesForward() {
        line.state(0, MachineState.EXECUTE, "").state(20, MachineState.HELD, "").state(30, MachineState.EXECUTE, "");
        line.state(15, MachineState.HELD, "");
        assertThat(line.changes.spans().unsaid()).containsKey(Line.at(20));
        assertThat(line.changes.spans().said()).doesNotContainKey(Line.at(20));
        assertIntervals(Map.of(0, "EXECUTE ..15", 15, "HELD ..30"));
    }

    @Test
    void shouldGiveAnIntervalTheReasonAssignedToIt() {
        line.state(0, MachineState.EXECUTE, "").state(10, MachineState.HELD, "").state(20, MachineState.EXECUTE, "");
        line.reason(10, "NO-MATERIAL");
        assertIntervals(Map.of(0, "EXECUTE ..10", 10, "HELD NO-MATERIAL..20"));
        line.reason(10, "JAM");
        assertThat(line.totals.spans.get(Line.at(10)).situation().content().reason())
                .isIn("JAM", "NO-MATERIAL");
    }

    @Test
    void shouldSplitAnIntervalWhereAReasonBegins() {
        line.state(0, MachineState.HELD, "JAM").state(20, MachineState.EXECUTE, "");
        line.reason(5, "REPAIR");
        assertIntervals(Map.of(0, "HELD JAM..5", 5, "HELD REPAIR..20"));
    }

    @Test
    void shouldTakeTheStateWithAReasonOfTwoAtOneInstant() {
        line.state(0, MachineState.EXECUTE, "").state(10, MachineState.HELD, "JAM");
        line.state(10, MachineState.HELD, "").state(20, MachineState.IDLE, "");
        assertIntervals(Map.of(0, "EXECUTE ..10", 10, "HELD JAM..20"));
    }

    @Test
    void shouldLeaveTheOpenIntervalUnsaid() {
        line.state(0, MachineState.EXECUTE, "").good(5, 1);
        assertThat(line.totals.spans).isEmpty();
    }

    private void assertIntervals(final Map<Integer, String> expected) {
        final TreeMap<Integer, String> said = new TreeMap<>();
        line.totals
                .spans
                .values()
                .forEach(span -> said.put(
                        second(span.fromNs()),
                        span.situation().content().state() + " "
                                + span.situation().content().reason() + ".." + second(span.toNs())));
        assertThat(said).isEqualTo(new TreeMap<>(expected));
    }

    private static int second(final long timeNs) {
        return (int) ((timeNs - Line.START_NS) / Line.SECOND_NS);
    }
}
