package io.millrace.core.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.calendar.Calendars;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.ReasonCategory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Master data hold from a date, can be replaced, and what held before can still be asked for. */
class DefinitionsTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final long DAY_NS = 24 * 3_600_000_000_000L;

    private final Definitions definitions = new Definitions();

    @Test
    void shouldHoldFromItsDateUntilTheNext() {
        definitions.apply(reason(100, ReasonCategory.PLANNED));
        definitions.apply(reason(200, ReasonCategory.FAILURE));
        assertThat(definitions.now().reason("JAM", 99)).isNull();
        assertThat(category(definitions.now(), 100)).isEqualTo(ReasonCategory.PLANNED);
        assertThat(category(definitions.now(), 199)).isEqualTo(ReasonCategory.PLANNED);
        assertThat(category(definitions.now(), 200)).isEqualTo(ReasonCategory.FAILURE);
    }

    @Test
    void shouldKnowWhatHeldBeforeAChange() {
        definitions.apply(reason(0, ReasonCategory.PLANNED));
        final int before = definitions.version();
        definitions.apply(reason(0, ReasonCategory.FAILURE));
        assertThat(category(definitions.asOf(before), 1)).isEqualTo(ReasonCategory.PLANNED);
        assertThat(category(definitions.now(), 1)).isEqualTo(ReasonCategory.FAILURE);
        assertThat(definitions.changedSince(before)).hasSize(2);
        assertThat(definitions.changedSince(definitions.version())).isEmpty();
    }

    @Test
    void shouldChangeNothingWhenTheSameIsSaidAgain() {
        assertThat(definitions.apply(reason(0, ReasonCategory.PLANNED), 0)).hasSize(1);
        assertThat(definitions.apply(reason(0, ReasonCategory.PLANNED), 1)).isEmpty();
        assertThat(definitions.version()).isEqualTo(1);
        assertThat(definitions.apply(reason(0, ReasonCategory.PLANNED), 2 * DAY_NS))
                .as("stored anew once a day, so that it is kept")
                .hasSize(1);
        assertThat(definitions.version()).isEqualTo(1);
    }

    @Test
    void shouldBeTheSameAfterARestart() {
        final List<Definitions.Held> stored = new ArrayList<>();
        stored.addAll(definitions.apply(reason(0, ReasonCategory.PLANNED)));
        final int before = definitions.version();
        stored.remove(0);
        stored.addAll(definitions.apply(reason(0, ReasonCategory.FAILURE)));
        stored.addAll(definitions.apply(calendar("acme")));
        Collections.reverse(stored);
        final Definitions again = new Definitions();
        stored.forEach(again::restore);
        assertThat(again.version()).isEqualTo(definitions.version());
        assertThat(category(again.asOf(before), 1)).isEqualTo(ReasonCategory.PLANNED);
        assertThat(again.now().zone(PRESS, 0).getId()).isEqualTo("Europe/Berlin");
    }

    @Test
    void shouldForgetOperationsThatNobodySpeaksOfAndNeverNumberAChangeTwice() {
        definitions.apply(operation("1001"), 0);
        definitions.apply(operation("1002"), 10 * DAY_NS);
        final List<Definitions.Held> removed = definitions.prune(15 * DAY_NS);
        assertThat(removed).hasSize(1);
        assertThat(definitions.now().operation(new OperationKey("1001", "0010")))
                .isNull();
        assertThat(definitions.now().operation(new OperationKey("1002", "0010")))
                .isNotNull();
        final Definitions again = new Definitions();
        again.restoreVersion(2);
        again.apply(operation("1003"), 0);
        assertThat(again.version()).isEqualTo(3);
    }

    @Test
    void shouldTakeTheMostSpecificPostingPeriod() {
        definitions.apply(new Fact.PostingPeriodDefined(0, 10, ""));
        definitions.apply(new Fact.PostingPeriodDefined(0, 20, "acme/berlin"));
        assertThat(definitions.now().postingOpenFromDay(PRESS, 1)).isEqualTo(20);
        assertThat(definitions.now().postingOpenFromDay("acme/kyoto/a/b/c", 1)).isEqualTo(10);
    }

    @Test
    void shouldTakeTheMachinesZoneWhereThereIsNoCalendar() {
        definitions.apply(
                new Fact.MachineDefined(0, Authority.COUNTER, 0, 0, 0, 0, 0, 0, 0, false, PRESS, "Asia/Kolkata", ""));
        assertThat(definitions.now().zone(PRESS, 1).getId()).isEqualTo("Asia/Kolkata");
        definitions.apply(calendar("acme/berlin"));
        assertThat(definitions.now().zone(PRESS, 1).getId()).isEqualTo("Europe/Berlin");
    }

    @Test
    void shouldReadCalendarsAnewOnlyWhenOneOfThemChanges() {
        definitions.apply(calendar("acme"));
        final int before = definitions.version();
        final Calendars calendars = definitions.now().calendars();
        definitions.apply(operation("1001"));
        assertThat(definitions.now().calendars()).isSameAs(calendars);
        definitions.apply(new Fact.CalendarDefined(0, "acme", "Asia/Kolkata", ""));
        assertThat(definitions.now().zone(PRESS, 1).getId()).isEqualTo("Asia/Kolkata");
        assertThat(definitions.asOf(before).zone(PRESS, 1).getId()).isEqualTo("Europe/Berlin");
    }

    @Test
    void shouldRefuseWhatCannotBeAndChangeNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definitions.apply(new Fact.CalendarDefined(0, "acme", "UTC", "shift")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definitions.apply(new Fact.ProfileDefined(0, "own", "state")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> definitions.apply(new Fact.MachineDefined(
                        0, Authority.COUNTER, 0, 0, 0, 0, 0, 0, 0, false, PRESS, "Europe/Nowhere", "")))
                .withMessageContaining(PRESS);
        assertThat(definitions.version()).isZero();
    }

    private static ReasonCategory category(final Definitions.View view, final long timeNs) {
        final Fact.ReasonDefined defined = view.reason("JAM", timeNs);
        assertThat(defined).isNotNull();
        return defined.category();
    }

    private static Fact.Definition reason(final long fromNs, final ReasonCategory category) {
        return new Fact.ReasonDefined(fromNs, category, "JAM", "Jam");
    }

    private static Fact.Definition calendar(final String scope) {
        return new Fact.CalendarDefined(0, scope, "Europe/Berlin", "shift early Mon-Fri 06:00-14:00\n");
    }

    private static Fact.Definition operation(final String order) {
        return Fact.OperationDefined.of(
                order, "0010", 0, ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.DELTA), "FG", "PCE");
    }
}
