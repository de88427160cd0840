package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.config.Template;
import io.millrace.app.plant.PlantFile;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.calendar.WorkingTime;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Profile;
import io.millrace.core.plant.Component;
import io.millrace.core.plant.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file says arrives in the definitions, and the topologies take each of them. */
final class MasterDataTest {
    private static final long SINCE_NS = Instant.parse("2025-12-31T23:00:00Z").getEpochSecond() * 1_000_000_000;

    @TempDir
    private Path folder;

    @Test
    void shouldSayWhatTheFileSays() throws IOException {
        final List<Fact.Definition> definitions = definitions(Template.plantWithExamples());

        assertThat(definitions)
                .contains(
                        new Fact.MachineDefined(
                                SINCE_NS,
                                Authority.COUNTER,
                                65_536_000,
                                500_000,
                                0,
                                0,
                                60_000_000_000L,
                                120_000_000_000L,
                                0,
                                false,
                                "acme/berlin/press/line1/press1",
                                "Europe/Berlin",
                                "packml"),
                        new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "TOOL", "Tool broken"),
                        new Fact.MaterialDefined(0, "STEEL", "Sheet steel", "KGM"),
                        new Fact.PostingPeriodDefined(
                                0, LocalDate.of(2026, 10, 1).toEpochDay(), "acme/berlin"),
                        new Fact.OperationDefined(
                                0,
                                100_000,
                                62_500_000,
                                new ConfirmationPolicy(
                                        10_000,
                                        30_000_000_000L,
                                        true,
                                        false,
                                        false,
                                        true,
                                        120_000_000_000L,
                                        CorrectionPolicy.REVERSAL),
                                new OperationCounting(Authority.COUNTER, 1, 1, "acme/berlin/press/line1/press1"),
                                "1001",
                                "0010",
                                "FG-1",
                                "PCE",
                                Component.text(List.of(new Component("STEEL", "KGM", 125_000)))));
    }

    @Test
    void shouldSayCalendarsAndProfilesAsTheyAreReadBack() throws IOException {
        final List<Fact.Definition> definitions = definitions(Template.plantWithExamples());

        assertThat(definitions.get(0))
                .isInstanceOfSatisfying(
                        Fact.ProfileDefined.class,
                        defined -> assertThat(Profile.parse(defined.name(), defined.text()))
                                .isEqualTo(
                                        Profile.parse(
                                                "acme",
                                                "base packml\nmode MAINTENANCE planned\nstate IDLE delay/down\nnative 150000..159999 planned")));
        assertThat(definitions.get(1)).isInstanceOfSatisfying(Fact.CalendarDefined.class, defined -> {
            assertThat(defined.effectiveFromNs()).isEqualTo(SINCE_NS);
            assertThat(defined.scope()).isEqualTo("acme/berlin");
            assertThat(WorkingTime.parse(defined.timeZone(), defined.text()).text())
                    .contains("shift late Mon-Wed,Fri 14:00-22:00 break 18:00-18:30", "on 2026-12-31 none");
        });
    }

    @Test
    void shouldBeTakenByTheTopologiesAndHaveRoomInAnEvent() throws IOException {
        for (final String text : List.of(Template.plant(), Template.plantWithExamples())) {
            final Definitions taken = new Definitions();
            for (final Fact.Definition definition : definitions(text)) {
                assertThat(taken.apply(definition)).as("%s", definition).isNotEmpty();
                final Event event = new Event(EventHead.of("gw", "master-data", "", 0, 0), definition);
                assertThat(new EventEncoder().encode(event, new ExpandableArrayBuffer(), 0))
                        .isPositive();
            }
        }
    }

    private List<Fact.Definition> definitions(final String text) throws IOException {
        final Path file = Files.writeString(folder.resolve("plant.yaml"), text);
        return MasterData.definitions(
                PlantFile.read(file, Surroundings.of(file)).orThrow());
    }
}
