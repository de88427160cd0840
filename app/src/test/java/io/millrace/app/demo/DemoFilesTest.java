package io.millrace.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.config.ConfigurationFile;
import io.millrace.app.plant.Plant;
import io.millrace.app.run.MasterData;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.event.Fact;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.plant.Definitions;
import io.millrace.perf.plant.PlantLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldSayWhatFiguresNeed() throws IOException {
        final Plant plant = plant(4);
        final Definitions taken = new Definitions();
        MasterData.definitions(plant)
                .forEach(each -> assertThat(taken.apply(each)).as("%s", each).isNotEmpty());

        final long anyHourNs = Instant.parse("2026-11-22T03:10:00Z").getEpochSecond() * 1_000_000_000;
        for (final String machine : plant.machinePaths()) {
            assertThat(taken.now().calendars().shiftAt(machine, anyHourNs))
                    .as(machine)
                    .isNotNull();
        }
        assertThat(plant.reasons()).extracting(Plant.Reason::category).contains(ReasonCategory.FAILURE);
        assertThat(plant.machines().get(0).microStop()).isPositive();
        assertThat(plant.orders()).anySatisfy(order -> assertThat(
                        order.operations().get(0).confirm().withActivities())
                .isTrue());
        assertThat(plant.orders().get(0).operations().get(0).runtimePerUnit()).isEqualTo(Duration.ofMillis(250));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 3, 7.77, 100_000})
    void shouldBeSoundAtAnyRate(final double unitsPerSecond) throws IOException {
        assertThat(MasterData.definitions(plant(unitsPerSecond)))
                .hasAtLeastOneElementOfType(Fact.OperationDefined.class);
    }

    private Plant plant(final double unitsPerSecond) throws IOException {
        final DemoFiles files = new DemoFiles(folder, PlantLayout.of(5, unitsPerSecond, 20), unitsPerSecond);
        files.write(DemoPorts.free());
        return ConfigurationFile.read(files.configuration(), new Surroundings(folder, name -> "secret"))
                .orThrow()
                .plant();
    }
}
