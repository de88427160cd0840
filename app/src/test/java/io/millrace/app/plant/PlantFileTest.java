package io.millrace.app.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.event.Authority;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlantFileTest {
    private static final String SOUND =
            """
            site-time-zone: Asia/Kolkata
            machines:
              - { path: a/b/c/d/e, authority: report, max-span: 90s, settle-after: 0s }
              - { path: a/b/c/d/f, counters: { good: { modulus: 100, max-step: 50 } } }
            reasons: [ { code: NO, text: "no order", category: planned } ]
            materials: [ { id: FG-1, text: Finished, unit: KGM } ]
            orders:
              - order: 1001
                material: FG-1
                operations: [ { operation: 0010, planned: 12.5, confirm: { every: 0.5 }, correction: delta } ]
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldReadNumbersThatAreNamesAsTheyAreWritten() throws IOException {
        final Plant plant = read(SOUND).orThrow();

        assertThat(plant.siteTimeZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
        assertThat(plant.machines())
                .containsExactly(
                        new Plant.Machine(
                                "a/b/c/d/e", Authority.REPORT, Duration.ofSeconds(90), Duration.ZERO, Map.of()),
                        new Plant.Machine(
                                "a/b/c/d/f",
                                Authority.COUNTER,
                                Duration.ofSeconds(60),
                                Duration.ofMinutes(2),
                                Map.of(Measure.GOOD, new Plant.Counter(100_000, 50_000))));
        assertThat(plant.reasons())
                .as("NO and 0010 are texts, whatever YAML makes of them")
                .containsExactly(new Plant.Reason("NO", "no order", Plant.Category.PLANNED));
        assertThat(plant.orders())
                .containsExactly(new Plant.Order(
                        "1001",
                        new Plant.Material("FG-1", "Finished", "KGM"),
                        List.of(new Plant.Operation(
                                "0010", 12_500, new Plant.Confirm(500, Duration.ZERO, true), CorrectionPolicy.DELTA))));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Asia/Kolkata                | Asia/Bombai            | site-time-zone: \"Asia/Bombai\" is not a time zone",
                "a/b/c/d/f                   | a/b/c/d/e              | machines[1].path: \"a/b/c/d/e\" is defined twice",
                "a/b/c/d/f                   | a/b/c/d                | machines[1].path: \"a/b/c/d\" is not a machine's path",
                "authority: report           | authority: reports     | machines[0].authority: \"reports\" is unknown; did you mean \"report\"",
                "max-span: 90s               | max-span: 8d           | machines[0].max-span: 8d is out of range",
                "max-step: 50                | max-step: 500          | machines[1].counters.good.max-step: is more than the modulus",
                "max-step: 50                | max-stp: 50            | machines[1].counters.good.max-step: is missing",
                "modulus: 100                | modulus: 0             | machines[1].counters.good.modulus: \"0\" must be more than 0",
                "counters: { good            | counters: { goood      | machines[1].counters.goood: is unknown here; did you mean \"good\"",
                "max-step: 50 }              | max-step: 50 }, total: { modulus: 9, max-step: 1 } | machines[1].counters.total: is given beside good",
                "category: planned           | category: unknown      | reasons[0].category: \"unknown\" is unknown",
                "[ { code: NO,               | [ { code: NO }, { code: NO, | reasons[1].code: \"NO\" is defined twice",
                ", unit: KGM                 | ` `                    | materials[0].unit: is missing",
                "[ { id: FG-1,               | [ { id: FG-1, unit: PCE }, { id: FG-1, | materials[1].id: \"FG-1\" is defined twice",
                "material: FG-1              | material: FG-2         | orders[0].material: \"FG-2\" is not among the materials; did you mean \"FG-1\"",
                "order: 1001                 | order: 10/01           | orders[0].order: \"10/01\" must not hold a slash",
                "[ { operation: 0010,        | [ { operation: 0010 }, { operation: 0010, | orders[0].operations[1].operation: \"0010\" is defined twice",
                "planned: 12.5               | planned: 12.3456       | orders[0].operations[0].planned: \"12.3456\" is not a quantity",
                "planned: 12.5               | planned: -1            | orders[0].operations[0].planned: \"-1\" is not a quantity",
                "every: 0.5                  | every: often           | orders[0].operations[0].confirm.every: \"often\" is not a quantity",
                "every: 0.5                  | at-completion: yes     | confirm.at-completion: \"yes\" is neither true nor false",
                "correction: delta           | correction: none       | orders[0].operations[0].correction: \"none\" is unknown",
            })
    void shouldNameTheLineOfEachFault(final String sound, final String spoilt, final String message)
            throws IOException {
        assertThat(SOUND).contains(sound);
        final int line =
                (int) (SOUND.substring(0, SOUND.indexOf(sound)) + "x").lines().count();

        final Checked<Plant> read = read(SOUND.replace(sound, spoilt));

        assertThat(read.isSound()).isFalse();
        assertThat(read.faults()).anySatisfy(fault -> {
            assertThat(fault.toString()).contains(message);
            assertThat(fault.line()).isEqualTo(line);
        });
    }

    @Test
    void shouldMissMachinesAndOperations() throws IOException {
        final String text =
                "site-time-zone: UTC\nmaterials: [{id: M, unit: PCE}]\norders: [{order: 1, material: M, operations: []}]\n";
        assertThat(read(text).faults())
                .extracting(fault -> fault.line() + " " + fault.path())
                .containsExactly("1 machines", "3 orders[0].operations");
    }

    private Checked<Plant> read(final String text) throws IOException {
        final Path file = Files.writeString(folder.resolve("plant.yaml"), text);
        return PlantFile.read(file, Surroundings.of(file));
    }
}
