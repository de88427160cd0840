package io.millrace.perf.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlantTruthTest {

    @Test
    void shouldReadWhatItWroteAndLeaveNothingElseBehind(@TempDir final Path folder) throws IOException {
        final PlantSimulation simulation =
                new PlantSimulation(PlantLayout.of(5), 4, 4, new Recording(), machine -> true);
        simulation.start(1_700_000_000_000L, 20_000);
        simulation.advanceTo(1_700_000_030_000L);
        simulation.finish(1_700_000_030_000L);
        final Path file = folder.resolve("deeper").resolve("truth.json");
        simulation.truth().write(file);
        simulation.truth().write(file);
        assertThat(PlantTruth.read(file)).isEqualTo(simulation.truth());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }
}
