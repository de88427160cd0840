package io.millrace.app.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.perf.Conditions;
import io.millrace.app.rivals.RivalsReport.Control;
import io.millrace.app.rivals.RivalsReport.Row;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RivalsTextTest {
    private static final Row MILLRACE =
            new Row("millrace", "Millrace", "exactly once", List.of(turn(1, 9, 100, 0), turn(2, 7, 100, 0)), List.of());
    private static final Row LOSER = new Row(
            "loser",
            "Somebody's 1.0",
            "none",
            List.of(turn(1, 30, 90, 2), turn(2, 20, 95, 1), turn(3, 70, 100, 0)),
            List.of());
    private static final Row ABSENT = new Row(
            "absent", "Nobody's 2.0", "all", List.of(), List.of("cannot be built: there is no mvn on the path"));

    @Test
    void shouldShowMediansAndAddUpWhatWasLostAndDoubled() {
        final String text = RivalsText.of(report(MILLRACE, LOSER));

        assertThat(line(text, "millrace ")).contains(" 8.0 ", "7.0-9.0", "exactly once");
        assertThat(line(text, "loser ").split("\\s+"))
                .containsExactly("loser", "30.0", "20.0-70.0", "5.0", "1,000", "2.0", "8.0", "15", "3", "0", "none");
    }

    @Test
    void shouldNameWhoIsMissingWithTheReason() {
        final String text = RivalsText.of(report(MILLRACE, ABSENT));

        assertThat(text).contains("MISSING absent: cannot be built: there is no mvn on the path");
        assertThat(text).contains("Nobody's 2.0");
    }

    @Test
    void shouldShowTheControl() {
        assertThat(line(RivalsText.of(report(MILLRACE)), "raw-kafka ")).contains(" 1.5 ", " 4.0 ");
    }

    @Test
    void shouldBeSoundWhenARivalLosesAndNotWhenMillraceDoes() {
        assertThat(report(MILLRACE, LOSER, ABSENT).isSound()).isTrue();
        assertThat(report(new Row("millrace", "", "", List.of(turn(1, 9, 99, 0)), List.of()))
                        .isSound())
                .isFalse();
        assertThat(report(new Row("millrace", "", "", List.of(), List.of("does not start")))
                        .isSound())
                .isFalse();
    }

    @Test
    void shouldHaveNoMedianOfNothing() {
        assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(2.5, 1, 4));
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }

    private static Turn turn(final int round, final double cpuUs, final long arrived, final long doubled) {
        return new Turn(round, cpuUs, 5, arrived, 2, 8, 1_000, new Account.Result(1_000, 100, arrived, doubled, 0));
    }

    private static RivalsReport report(final Row... rows) {
        return new RivalsReport(
                Conditions.now(Instant.EPOCH),
                "Mosquitto",
                5_000,
                200,
                16,
                20,
                30,
                10,
                2,
                List.of(rows),
                List.of(new Control(1, 1, 3), new Control(2, 2, 5)));
    }

    private static String line(final String text, final String start) {
        return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }
}
