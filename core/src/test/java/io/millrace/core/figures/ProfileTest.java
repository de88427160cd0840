package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each shipped profile makes of state, mode and order, and what comes before the table. */
class ProfileTest {
    /** State, modes, with an order, without. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EXECUTE,      UNKNOWN PRODUCTION,        PRODUCTION, PRODUCTION
                    EXECUTE,      MAINTENANCE MANUAL,        DELAY,      DOWN
                    IDLE,         UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    STOPPED,      UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    ABORTED,      UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    HELD,         UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    SUSPENDED,    UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    STARTING,     UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    COMPLETING,   UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    COMPLETE,     UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    ABORTED,      MAINTENANCE,               DELAY,      DOWN
                    EXECUTE,      SETUP,                     SETUP,      SETUP
                    STOPPED,      SETUP,                     SETUP,      SETUP
                    """)
    void packml(final MachineState state, final String modes, final TimeElement with, final TimeElement without) {
        expect("packml", state, modes, "", with, without);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EXECUTE,      UNKNOWN PRODUCTION,        PRODUCTION, PRODUCTION
                    IDLE,         UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    STOPPED,      UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    HELD,         UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    ABORTED,      PRODUCTION MANUAL,         DELAY,      DOWN
                    ABORTED,      UNKNOWN,                   DOWN,       DOWN
                    ABORTING,     UNKNOWN,                   DOWN,       DOWN
                    CLEARING,     UNKNOWN,                   DOWN,       DOWN
                    ABORTED,      MAINTENANCE,               DELAY,      PLANNED
                    IDLE,         MAINTENANCE,               DELAY,      PLANNED
                    EXECUTE,      MAINTENANCE,               DELAY,      PLANNED
                    ABORTED,      SETUP,                     SETUP,      PLANNED
                    IDLE,         SETUP,                     SETUP,      PLANNED
                    EXECUTE,      SETUP,                     SETUP,      PLANNED
                    """)
    void machinery(final MachineState state, final String modes, final TimeElement with, final TimeElement without) {
        expect("machinery", state, modes, "", with, without);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EXECUTE,      UNKNOWN PRODUCTION MANUAL,                   PRODUCTION, PRODUCTION
                    EXECUTE,      SETUP,                                       SETUP,      SETUP
                    EXECUTE,      MAINTENANCE,                                 DELAY,      PLANNED
                    IDLE,         UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DOWN,       DOWN
                    STOPPED,      UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DOWN,       DOWN
                    HELD,         UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DOWN,       DOWN
                    ABORTED,      UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DELAY,      DELAY
                    ABORTING,     UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DELAY,      DELAY
                    CLEARING,     UNKNOWN PRODUCTION MANUAL SETUP MAINTENANCE, DELAY,      DELAY
                    """)
    void machineTool(final MachineState state, final String modes, final TimeElement with, final TimeElement without) {
        expect("machine-tool", state, modes, "", with, without);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EXECUTE,      UNKNOWN PRODUCTION MANUAL, PRODUCTION, PRODUCTION
                    EXECUTE,      SETUP,                     SETUP,      SETUP
                    EXECUTE,      MAINTENANCE,               DELAY,      DOWN
                    HELD,         UNKNOWN PRODUCTION MANUAL, DELAY,      DELAY
                    SUSPENDED,    UNKNOWN PRODUCTION MANUAL, DELAY,      DELAY
                    HELD,         MAINTENANCE,               DELAY,      DOWN
                    HELD,         SETUP,                     SETUP,      SETUP
                    IDLE,         UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    STOPPED,      UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    COMPLETE,     UNKNOWN PRODUCTION MANUAL, DELAY,      DOWN
                    """)
    void mtconnect(final MachineState state, final String modes, final TimeElement with, final TimeElement without) {
        expect("mtconnect", state, modes, "", with, without);
    }

    /** The code decides, whatever the state; a word that is no code, or one outside them all, leaves it to the state. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10000,  UNKNOWN, PRODUCTION,  PRODUCTION
                    20000,  STOPPED, PRODUCTION,  PRODUCTION
                    29999,  UNKNOWN, PRODUCTION,  PRODUCTION
                    30000,  EXECUTE, UNKNOWN,     UNKNOWN
                    40000,  UNKNOWN, DELAY,       DOWN
                    50000,  UNKNOWN, DELAY,       DOWN
                    60000,  UNKNOWN, DELAY,       DOWN
                    70000,  UNKNOWN, DELAY,       DOWN
                    80000,  UNKNOWN, DELAY,       DOWN
                    90000,  EXECUTE, DELAY,       DOWN
                    99999,  UNKNOWN, DELAY,       DOWN
                    100000, UNKNOWN, SETUP,       SETUP
                    110000, UNKNOWN, SETUP,       SETUP
                    120000, UNKNOWN, SETUP,       SETUP
                    130000, UNKNOWN, SETUP,       SETUP
                    140000, UNKNOWN, DELAY,       DOWN
                    150000, UNKNOWN, PLANNED,     PLANNED
                    160000, UNKNOWN, UNSCHEDULED, UNSCHEDULED
                    170000, UNKNOWN, DOWN,        DOWN
                    180000, UNKNOWN, DELAY,       DOWN
                    190000, UNKNOWN, DELAY,       DOWN
                    200000, UNKNOWN, DELAY,       DOWN
                    210000, UNKNOWN, PLANNED,     PLANNED
                    220000, UNKNOWN, DELAY,       DOWN
                    230000, EXECUTE, PRODUCTION,  PRODUCTION
                    9999,   HELD,    DELAY,       DOWN
                    9999,   UNKNOWN, UNKNOWN,     UNKNOWN
                    RUN,    EXECUTE, PRODUCTION,  PRODUCTION
                    '',     EXECUTE, PRODUCTION,  PRODUCTION
                    ' 10000 ', HELD, PRODUCTION,  PRODUCTION
                    1000000000000000000000, HELD, DELAY, DOWN
                    """)
    void umh(final String code, final MachineState state, final TimeElement with, final TimeElement without) {
        expect("umh", state, "PRODUCTION", code, with, without);
    }

    /** Category, scheduled, break: what comes before the state table, for a machine that stands. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    ,          true,  false, DELAY,       DOWN
                    UNPLANNED, true,  false, DELAY,       DOWN
                    FAILURE,   true,  false, DELAY,       DOWN
                    PLANNED,   true,  false, PLANNED,     PLANNED
                    SETUP,     true,  false, SETUP,       SETUP
                    ,          true,  true,  PLANNED,     PLANNED
                    FAILURE,   true,  true,  PLANNED,     PLANNED
                    SETUP,     true,  true,  PLANNED,     PLANNED
                    ,          false, false, UNSCHEDULED, UNSCHEDULED
                    FAILURE,   false, false, UNSCHEDULED, UNSCHEDULED
                    PLANNED,   false, true,  UNSCHEDULED, UNSCHEDULED
                    """)
    void shouldAskTheCalendarThenTheReasonThenTheMachine(
            final @Nullable ReasonCategory category,
            final boolean scheduled,
            final boolean isBreak,
            final TimeElement with,
            final TimeElement without) {
        final Profile profile = Profile.named("packml");
        final MachineState state = MachineState.ABORTED;
        final Mode mode = Mode.PRODUCTION;
        assertThat(profile.classify(state, mode, "", category, true, scheduled, isBreak))
                .isEqualTo(with);
        assertThat(profile.classify(state, mode, "", category, false, scheduled, isBreak))
                .isEqualTo(without);
    }

    @Test
    void shouldTakeAFailureOfAMachineToolAsDelayWithoutAnOrderToo() {
        final Profile profile = Profile.named("machine-tool");
        assertThat(profile.classify(MachineState.IDLE, Mode.UNKNOWN, "", ReasonCategory.FAILURE, false, true, false))
                .isEqualTo(TimeElement.DELAY);
        assertThat(profile.classify(MachineState.IDLE, Mode.UNKNOWN, "", ReasonCategory.UNPLANNED, false, true, false))
                .isEqualTo(TimeElement.DOWN);
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldSayUnknownOfUnknownScheduledTimeAndProductionOfProduction(final String name) {
        final Profile profile = Profile.named(name);
        everything((category, order, scheduled, isBreak) -> {
            for (final Mode mode : Mode.values()) {
                assertThat(profile.classify(MachineState.UNKNOWN, mode, "", category, order, scheduled, isBreak))
                        .isEqualTo(scheduled ? TimeElement.UNKNOWN : TimeElement.UNSCHEDULED);
            }
            assertThat(profile.classify(MachineState.EXECUTE, Mode.PRODUCTION, "", category, order, scheduled, isBreak))
                    .isEqualTo(TimeElement.PRODUCTION);
        });
    }

    /** Stops are found with one and charged with the other: they must not contradict each other. */
    @ParameterizedTest
    @MethodSource("names")
    void shouldProduceExactlyWhereItClassifiesAsProduction(final String name) {
        final Profile profile = Profile.named(name);
        everything((category, order, scheduled, isBreak) -> {
            for (final MachineState state : MachineState.values()) {
                for (final Mode mode : Mode.values()) {
                    for (final String word : List.of("", "10000", "30000", "140000", "ACTIVE")) {
                        assertThat(profile.classify(state, mode, word, category, order, scheduled, isBreak)
                                        == TimeElement.PRODUCTION)
                                .as("%s %s %s", state, mode, word)
                                .isEqualTo(profile.isProducing(state, mode, word));
                    }
                }
            }
        });
    }

    @Test
    void shouldNameTheChoicesForANameItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.named("packmll"))
                .withMessage(
                        "no profile is called 'packmll': use one of packml, machinery, machine-tool, mtconnect, umh,"
                                + " or define it");
    }

    static Stream<String> names() {
        return Profile.NAMES.stream();
    }

    private interface Circumstances {
        void accept(@Nullable ReasonCategory category, boolean order, boolean scheduled, boolean isBreak);
    }

    private static void everything(final Circumstances each) {
        for (int i = 0; i < 40; i++) {
            final int category = i / 8;
            each.accept(category == 4 ? null : ReasonCategory.of(category), (i & 1) != 0, (i & 2) != 0, (i & 4) != 0);
        }
    }

    private static void expect(
            final String profile,
            final MachineState state,
            final String modes,
            final String word,
            final TimeElement with,
            final TimeElement without) {
        for (final String mode : modes.split(" ")) {
            final Profile named = Profile.named(profile);
            assertThat(named.classify(state, Mode.valueOf(mode), word, null, true, true, false))
                    .as("%s in %s with an order", state, mode)
                    .isEqualTo(with);
            assertThat(named.classify(state, Mode.valueOf(mode), word, null, false, true, false))
                    .as("%s in %s without an order", state, mode)
                    .isEqualTo(without);
        }
    }
}
