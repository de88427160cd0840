package io.millrace.core.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A profile of one's own: what its lines do, and what is said of lines that are wrong. */
class ProfileTextTest {
    private static final Profile PLANT = Profile.parse(
            "plant",
            """
            # our plant
            base umh

            mode MAINTENANCE planned
            state suspended in production Down
            state IDLE planned/unscheduled
            native 140000 delay
            native 150000..150099 delay
            native program  stopped planned
            reason SETUP planned
            """);

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    STOPPED,   MAINTENANCE, '',                ,      PLANNED,    PLANNED
                    EXECUTE,   MAINTENANCE, '',                ,      PLANNED,    PLANNED
                    SUSPENDED, PRODUCTION,  '',                ,      DOWN,       DOWN
                    SUSPENDED, UNKNOWN,     '',                ,      DELAY,      DOWN
                    IDLE,      PRODUCTION,  '',                ,      PLANNED,    UNSCHEDULED
                    STOPPED,   PRODUCTION,  140000,            ,      DELAY,      DELAY
                    STOPPED,   PRODUCTION,  140001,            ,      DELAY,      DOWN
                    STOPPED,   PRODUCTION,  150099,            ,      DELAY,      DELAY
                    STOPPED,   PRODUCTION,  150100,            ,      PLANNED,    PLANNED
                    HELD,      PRODUCTION,  ' Program Stopped',,      PLANNED,    PLANNED
                    UNKNOWN,   PRODUCTION,  Program  Stopped,  ,      PLANNED,    PLANNED
                    STOPPED,   PRODUCTION,  '',                SETUP, PLANNED,    PLANNED
                    """)
    void shouldTakeTheMostSpecificRule(
            final MachineState state,
            final Mode mode,
            final String word,
            final @Nullable ReasonCategory category,
            final TimeElement with,
            final TimeElement without) {
        assertThat(PLANT.classify(state, mode, word, category, true, true, false))
                .isEqualTo(with);
        assertThat(PLANT.classify(state, mode, word, category, false, true, false))
                .isEqualTo(without);
    }

    @Test
    void shouldHoldTheLaterOfTwoRangesAlsoWhereTheBaseHadItFirst() {
        final Profile profile = Profile.parse(
                "late",
                """
                base umh
                native 200000..229999 down
                native 210000..219999 setup
                """);
        assertThat(profile.classify(MachineState.HELD, Mode.UNKNOWN, "210000", null, true, true, false))
                .isEqualTo(TimeElement.SETUP);
        assertThat(profile.classify(MachineState.HELD, Mode.UNKNOWN, "220000", null, true, true, false))
                .isEqualTo(TimeElement.DOWN);
    }

    @Test
    void shouldProduceWhereProductionDependsOnTheOrder() {
        final Profile profile = Profile.parse("ordered", "base packml\nstate EXECUTE production/down");
        assertThat(profile.isProducing(MachineState.EXECUTE, Mode.PRODUCTION, ""))
                .isTrue();
        assertThat(profile.classify(MachineState.EXECUTE, Mode.PRODUCTION, "", null, true, false, false))
                .isEqualTo(TimeElement.PRODUCTION);
        assertThat(profile.classify(MachineState.EXECUTE, Mode.PRODUCTION, "", null, false, true, false))
                .isEqualTo(TimeElement.DOWN);
    }

    static Stream<Profile> profiles() {
        return Stream.concat(Profile.NAMES.stream().map(Profile::named), Stream.of(PLANT));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void shouldReadWhatItWrote(final Profile profile) {
        final Profile again = Profile.parse(profile.name(), profile.text());
        assertThat(again).isEqualTo(profile).hasSameHashCodeAs(profile);
        assertThat(again.text()).isEqualTo(profile.text()).doesNotContain("base");
    }

    @Test
    void shouldTellProfilesApartByNameAndRules() {
        assertThat(Profile.parse("other", PLANT.text())).isNotEqualTo(PLANT);
        assertThat(Profile.parse("plant", PLANT.text() + "mode UNKNOWN planned"))
                .isNotEqualTo(PLANT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    state SUSPENED planned        | 'SUSPENED' is no state: use one of UNKNOWN, CLEARING, STOPPED
                    state SUSPENDED               | write: state STATE ELEMENT, or: state STATE in MODE ELEMENT
                    state IDLE at SETUP planned   | write: state STATE ELEMENT, or: state STATE in MODE ELEMENT
                    state IDLE in CLEANING setup  | 'CLEANING' is no mode: use one of UNKNOWN, PRODUCTION
                    state UNKNOWN delay           | time without data is always unknown: take the line out
                    state IDLE idle               | 'idle' is no time element: use one of production, setup, delay, down,
                    state IDLE delay/             | '' is no time element: use one of
                    state IDLE delay/down/down    | delay/down/down has more than two parts: write one time element, or
                    mode planned                  | write: mode NAME ELEMENT
                    mode CLEANING planned         | 'CLEANING' is no mode: use one of
                    reason JAM delay              | 'JAM' is no reason category: use one of UNPLANNED, PLANNED, SETUP, FAILURE
                    reason PLANNED production     | a reason is for time that is not production: name another
                    native planned                | write: native WORD ELEMENT, or: native FROM..TO ELEMENT
                    native 20..10 planned         | 20..10 is no range: write the lower number first
                    native 1..1234567890123456789 delay | is no range: write the lower number first, each of at most 18 digits
                    status IDLE planned           | a line does not begin with 'status': use base, state, mode, native or reason
                    base packml                   | base comes once and before all rules: move it to the top
                    """)
    void shouldNameTheFaultyLineAndTheRemedy(final String line, final String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.parse("mine", "base packml\n\n" + line))
                .withMessageStartingWith("profile mine, line 3: ")
                .withMessageContaining(fault);
    }

    @Test
    void shouldTellAllFaultsAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.parse("mine", "base pakml\nmode SETUP setup\nmode setup delay\r\nbase"))
                .withMessage("profile mine, line 1: no profile is called 'pakml': use one of"
                        + " packml, machinery, machine-tool, mtconnect, umh"
                        + "\nprofile mine, line 3: 'mode SETUP' is already in line 2: keep one of the two"
                        + "\nprofile mine, line 4: write: base NAME");
    }

    @Test
    void shouldNotGuessWhatItIsNotTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.parse("mine", "state EXECUTE production"))
                .withMessageStartingWith("profile mine: nothing is said of state CLEARING, state STOPPED,")
                .withMessageEndingWith("reason FAILURE: add a line for each, or begin with: base packml");
    }

    @Test
    void shouldNotGiveAShippedNameAnotherMeaning() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.parse("packml", "base packml\nmode MAINTENANCE planned"))
                .withMessage("profile packml: this name is a shipped profile's: choose another");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profile.parse("my profile", "base packml"))
                .withMessageStartingWith("profile 'my profile': a name is letters");
    }
}
