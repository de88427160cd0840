package io.millrace.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Stops;
import io.millrace.core.figures.Sums;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.figures.Times;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresCodecTest {
    private static final String PRESS = "acme/berlin/press/line1/press1";
    private static final OperationKey OPERATION = new OperationKey("1001", "0010");
    private static final LocalDate DATE = LocalDate.of(2026, 9, 21);
    private static final StatementCodec STATEMENTS = new StatementCodec(PRESS);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1_790_000_000_123_456_789L, Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldReadWhatItWroteOfFigures(final long n) {
        final Aggregate some = aggregate(n);
        final CellId hour = new CellId(Scope.machine(PRESS), new Period(Period.Kind.HOUR, n, 7, "", null), OPERATION);
        final CellId shift = new CellId(Scope.machine(PRESS), new Period(Period.Kind.SHIFT, 0, n, "früh", DATE), null);
        for (final Cell cell : new Cell[] {
            new Cell(hour, some, Aggregate.ZERO, n, n, true), new Cell(shift, some, some, 3, n, false), Cell.of(hour)
        }) {
            assertThat(FiguresCodec.cell(FiguresCodec.write(cell))).isEqualTo(cell);
        }
        assertThat(FiguresCodec.part(FiguresCodec.write(some))).isEqualTo(some);
        final Contribution contribution = new Contribution(Scope.operation(OPERATION), hour.period(), PRESS, some, n);
        assertThat(FiguresCodec.contribution(FiguresCodec.write(contribution))).isEqualTo(contribution);

        final Progress progress = new Progress();
        progress.newestNs = n;
        progress.saidNs = 2;
        progress.heardMs = n;
        progress.unsaid.put(hour.name(), hour);
        progress.unsaid.put(shift.name(), shift);
        assertThat(FiguresCodec.progress(FiguresCodec.write(progress)))
                .usingRecursiveComparison()
                .isEqualTo(progress);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1_790_000_000_123_456_789L, Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldReadWhatItWroteOfStatements(final long n) {
        final Planned planned = new Planned(new Shift("Nacht", DATE, n - 5, n + 5), true, false, "Europe/Berlin");
        final Planned without = new Planned(null, false, true, "UTC");
        final StateInterval interval = new StateInterval(
                PRESS,
                n,
                n + 3,
                MachineState.HELD,
                Mode.PRODUCTION,
                "4",
                "JAM",
                OPERATION,
                TimeElement.DELAY,
                "packml",
                planned,
                true,
                n,
                false,
                "late");
        assertThat(STATEMENTS.interval(STATEMENTS.write(interval))).isEqualTo(interval);
        for (final ReasonCategory category : new ReasonCategory[] {null, ReasonCategory.FAILURE}) {
            final Stop stop = new Stop(
                    PRESS,
                    n,
                    n + 3,
                    MachineState.STOPPED,
                    Mode.PRODUCTION,
                    "",
                    "",
                    category,
                    null,
                    TimeElement.UNKNOWN,
                    true,
                    without,
                    n,
                    true);
            final Standing standing = new Standing(stop, n);
            assertThat(STATEMENTS.standing(STATEMENTS.write(standing))).isEqualTo(standing);
        }
        final Counted counted = new Counted(PRESS, OPERATION, n, new Quantities(n, 2, 3), n, planned, n + 9);
        assertThat(STATEMENTS.counted(STATEMENTS.write(counted))).isEqualTo(counted);
    }

    @Test
    void shouldNotReadWhatANewerVersionWrote() {
        final byte[] newer = FiguresCodec.write(Aggregate.ZERO);
        newer[0]++;
        assertThatThrownBy(() -> FiguresCodec.part(newer)).isInstanceOf(NewerVersionException.class);
        assertThatThrownBy(() -> STATEMENTS.interval(newer)).isInstanceOf(NewerVersionException.class);
    }

    private static Aggregate aggregate(final long n) {
        return new Aggregate(
                new Sums(new Times(n, 1, 2, 3, 4, 5, 6), new Quantities(n, 7, 8), n, 9, new Stops(1, 2, 3, 4, n)),
                new TreeMap<>(Map.of(new Reason("JAM", true), new Stood(1, n, 2))),
                new TreeMap<>(Map.of("packml", n)));
    }
}
