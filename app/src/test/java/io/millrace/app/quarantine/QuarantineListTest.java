package io.millrace.app.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.machine.MachineAccount;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.machine.Outputs.Quarantined.Reason;
import io.millrace.core.machine.Outputs.Quarantined.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineListTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long SINCE_NS = 1_790_000_000_000_000_000L;
    private static final long NOW_NS = SINCE_NS + 60_000_000_000L;

    private final QuarantineList list = new QuarantineList();

    @Test
    void shouldHoldTheNewestStatementOfEachMachineAndId() {
        list.take(entry(PRESS, "late-1", Reason.BEYOND_HORIZON, Status.OPEN, 3_000));
        list.take(entry(PRESS, "late-2", Reason.BEYOND_HORIZON, Status.OPEN, 4_000));
        list.take(entry(PRESS + "0", "late-1", Reason.BEYOND_HORIZON, Status.OPEN, 5_000));
        list.take(entry(PRESS, "late-1", Reason.BEYOND_HORIZON, Status.ACCEPTED, 3_000));

        assertThat(list.open()).extracting(Quarantined::quantityMilli).containsExactly(4_000L, 5_000L);
        assertThat(list.all()).hasSize(3);
    }

    @Test
    void shouldObjectToWhatIsUnknownOrDecidedOrClosed() {
        list.take(entry(PRESS, "open", Reason.BACKWARDS, Status.OPEN, 0));
        list.take(entry(PRESS, "accepted", Reason.BACKWARDS, Status.ACCEPTED, 0));
        list.take(entry(PRESS, "resolved", Reason.BACKWARDS, Status.RESOLVED, 0));
        list.take(entry(PRESS, "nothing", Reason.BEYOND_HORIZON, Status.OPEN, 0));

        assertThat(list.objections(PRESS, List.of("open"), NOW_NS)).isEmpty();
        assertThat(list.objections(PRESS, List.of("open", "accepted", "resolved", "nothing", "other"), NOW_NS))
                .satisfiesExactly(
                        decided -> assertThat(decided).contains("accepted is decided already: ACCEPTED"),
                        resolved -> assertThat(resolved).contains("a later event explained it"),
                        nothing -> assertThat(nothing).contains("no units"),
                        other -> assertThat(other).contains("has no other"));
        assertThat(list.objections("acme/berlin/press/line1", List.of("open"), NOW_NS))
                .singleElement()
                .asString()
                .contains("nothing of a machine acme/berlin/press/line1 ");
    }

    @Test
    void shouldObjectToARunThatTheTimelineHasClosed() {
        list.take(entry(PRESS, "back", Reason.BACKWARDS, Status.OPEN, 3_000));
        final long lastNs = SINCE_NS + MachineAccount.HORIZON_NS;
        assertThat(list.objections(PRESS, List.of("back"), lastNs)).isEmpty();
        assertThat(list.objections(PRESS, List.of("back"), lastNs + 1))
                .singleElement()
                .asString()
                .contains("more than 7 days ago");
    }

    @Test
    void shouldWarnWhereACounterGoesOnFromOnlyWhenItIsAccepted() {
        final Quarantined back = entry(PRESS, "back-GOOD-1", Reason.BACKWARDS, Status.OPEN, 3_000);
        assertThat(QuarantineText.warning(back, true)).contains("first reading", "2026-09-21T14:13:20Z", "not counted");
        assertThat(QuarantineText.warning(back, false)).isEmpty();
        assertThat(QuarantineText.warning(entry(PRESS, "l", Reason.BEYOND_HORIZON, Status.OPEN, 1), true))
                .isEmpty();
    }

    @Test
    void shouldSayWhatBecameOfTheUnits() {
        final Quarantined before = entry(PRESS, "back", Reason.BACKWARDS, Status.OPEN, 3_500);
        assertThat(QuarantineText.outcome(before, entry(PRESS, "back", Reason.BACKWARDS, Status.ACCEPTED, 0)))
                .startsWith("back: every step since then is counted, 3.5 units of which waited here");
        assertThat(QuarantineText.outcome(before, entry(PRESS, "back", Reason.BACKWARDS, Status.REJECTED, 4_000)))
                .startsWith("back: 4 units are declared lost, and so is what it counts");
    }

    private static Quarantined entry(
            final String machine, final String id, final Reason reason, final Status status, final long milli) {
        return new Quarantined(machine, id, "plc", "", reason, status, milli, SINCE_NS, "");
    }
}
