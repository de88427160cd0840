package io.millrace.app.plant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.yaml.Checked;
import io.millrace.app.yaml.Surroundings;
import io.millrace.core.calendar.WorkingTime;
import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Measure;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.Profile;
import io.millrace.core.plant.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlantFileTest {
    private static final String SOUND =
            """
            site-time-zone: Asia/Kolkata
            machines:
              - { path: a/b/c/d/e, authority: report, max-span: 90s, settle-after: 0s, micro-stop: 45s, profile: own }
              - { path: a/b/c/d/f, counters: { good: { modulus: 100, max-step: 50 }, reset-at-start: true } }
              - { path: a/b/c/d/f, valid-from: 2026-03-01 }
            profiles:
              - name: own
                base: machinery
                rules:
                  - mode MAINTENANCE planned
                  - native 10..19 planned
            calendars:
              - scope: a/b
                shifts:
                  - { name: early, days: Mon-Fri, from: 06:00, to: 14:00, breaks: [10:00-10:15] }
                  - { name: night, days: "Mon,Wed", from: 22:00, to: 06:00 }
                holidays: [2026-12-25, 2026-12-26]
                exceptions:
                  - { date: 2026-12-24, shifts: [ { name: half, from: 06:00, to: 12:00 } ] }
                  - { date: 2026-12-31 }
              - { time-zone: Europe/Berlin, valid-from: 2026-07-01, shifts: [] }
            reasons: [ { code: NO, text: "no order", category: failure } ]
            materials:
              - { id: FG-1, text: Finished, unit: PCE, conversions: [ { unit: BOX, factor: 12 }, { unit: DZ, factor: 0.25 } ] }
              - { id: CAP, unit: KGM }
            order-types:
              - { type: timed, confirm: { every: 4, interval: 1m, with-times: true }, settle-after: 3m, allow-negative: false }
            orders:
              - order: 1001
                material: FG-1
                type: "timed"
                unit: "BOX"
                operations:
                  - operation: 0010
                    planned: 12.5
                    runtime-per-unit: 62.5ms
                    confirm: { every: 0.5, at-shift-end: true }
                    correction: delta
                    authority: counter
                    count-points: [a/b/c/d/f]
                    counter-unit: DZ
                    components: [ { material: CAP, quantity: 0.000125 } ]
            posting-periods: [ { scope: a, open-from: 2026-10-01 } ]
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldReadMachinesForEachTimeTheyChange() throws IOException {
        final Plant plant = read(SOUND).orThrow();
        final long march = Instant.parse("2026-02-28T18:30:00Z").getEpochSecond() * 1_000_000_000;

        assertThat(plant.siteTimeZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
        assertThat(plant.machines())
                .containsExactly(
                        new Plant.Machine(
                                "a/b/c/d/e",
                                0,
                                Authority.REPORT,
                                Duration.ofSeconds(90),
                                Duration.ZERO,
                                Duration.ofSeconds(45),
                                "own",
                                new Plant.Counters(Map.of(), false)),
                        usual(0, new Plant.Counters(Map.of(Measure.GOOD, new Plant.Counter(100_000, 50_000)), true)),
                        usual(march, new Plant.Counters(Map.of(), false)));
        assertThat(plant.machinePaths()).containsExactlyInAnyOrder("a/b/c/d/e", "a/b/c/d/f");
    }

    private static Plant.Machine usual(final long validFromNs, final Plant.Counters counters) {
        return new Plant.Machine(
                "a/b/c/d/f",
                validFromNs,
                Authority.COUNTER,
                Duration.ofSeconds(60),
                Duration.ofMinutes(2),
                Duration.ZERO,
                "packml",
                counters);
    }

    @Test
    void shouldReadNumbersThatAreNamesAsTheyAreWritten() throws IOException {
        final Plant plant = read(SOUND).orThrow();

        assertThat(plant.reasons())
                .as("NO and 0010 are texts, whatever YAML makes of them")
                .containsExactly(new Plant.Reason("NO", "no order", ReasonCategory.FAILURE));
        assertThat(plant.orders()).hasSize(1);
        assertThat(plant.orders().get(0).order()).isEqualTo("1001");
        assertThat(plant.orders().get(0).operations().get(0).operation()).isEqualTo("0010");
    }

    @Test
    void shouldReadWorkingTimeInItsZone() throws IOException {
        final Plant plant = read(SOUND).orThrow();

        assertThat(plant.calendars())
                .containsExactly(
                        new Plant.Calendar(
                                "a/b",
                                0,
                                WorkingTime.parse(
                                        "Asia/Kolkata",
                                        """
                                        shift early Mon-Fri 06:00-14:00 break 10:00-10:15
                                        shift night Mon,Wed 22:00-06:00
                                        holiday 2026-12-25
                                        holiday 2026-12-26
                                        on 2026-12-24 shift half 06:00-12:00
                                        on 2026-12-31 none
                                        """)),
                        new Plant.Calendar(
                                "",
                                Instant.parse("2026-06-30T22:00:00Z").getEpochSecond() * 1_000_000_000,
                                WorkingTime.parse("Europe/Berlin", "")));
    }

    @Test
    void shouldReadProfilesAndPostingPeriods() throws IOException {
        final Plant plant = read(SOUND).orThrow();

        assertThat(plant.profiles())
                .containsExactly(
                        Profile.parse("own", "base machinery\nmode MAINTENANCE planned\nnative 10..19 planned"));
        assertThat(plant.postingPeriods()).containsExactly(new Plant.PostingPeriod("a", LocalDate.of(2026, 10, 1)));
    }

    @Test
    void shouldLetAnOperationSayKeyByKeyWhatGoesBeforeItsType() throws IOException {
        final Plant.Order order = read(SOUND).orThrow().orders().get(0);

        assertThat(order.unit()).isEqualTo("BOX");
        assertThat(order.operations())
                .containsExactly(new Plant.Operation(
                        "0010",
                        12_500,
                        Duration.ofNanos(62_500_000),
                        new ConfirmationPolicy(
                                500,
                                60_000_000_000L,
                                true,
                                true,
                                true,
                                false,
                                180_000_000_000L,
                                CorrectionPolicy.DELTA),
                        new OperationCounting(Authority.COUNTER, 1, 48, "a/b/c/d/f"),
                        List.of(new Component("CAP", "KGM", 125))));
    }

    @Test
    void shouldConfirmAnOrderWithoutTypeAsBefore() throws IOException {
        final Plant.Order order = read(SOUND.replace("    type: \"timed\"\n", "")
                        .replace("confirm: { every: 0.5, at-shift-end: true }", "")
                        .replace("correction: delta", "")
                        .replace("unit: \"BOX\"", "unit: PCE")
                        .replace("counter-unit: DZ", "authority: report")
                        .replace("authority: counter\n", "\n")
                        .replace("count-points: [a/b/c/d/f]", ""))
                .orThrow()
                .orders()
                .get(0);

        assertThat(order.operations().get(0).confirm())
                .isEqualTo(ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.REVERSAL));
        assertThat(order.operations().get(0).counting()).isEqualTo(new OperationCounting(Authority.REPORT, 1, 1, ""));
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
                "category: failure           | category: unknown      | reasons[0].category: \"unknown\" is unknown",
                "[ { code: NO,               | [ { code: NO }, { code: NO, | reasons[1].code: \"NO\" is defined twice",
                ", unit: KGM                 | ` `                    | materials[1].unit: is missing",
                "id: CAP                     | id: FG-1               | materials[1].id: \"FG-1\" is defined twice",
                "material: FG-1              | material: FG-2         | orders[0].material: \"FG-2\" is not among the materials; did you mean \"FG-1\"",
                "order: 1001                 | order: 10/01           | orders[0].order: \"10/01\" must not hold a slash",
                "- operation: 0010           | - { operation: 0010 }\\n      - operation: 0010 | orders[0].operations[1].operation: \"0010\" is defined twice",
                "planned: 12.5               | planned: 12.3456       | orders[0].operations[0].planned: \"12.3456\" is not a quantity",
                "planned: 12.5               | planned: -1            | orders[0].operations[0].planned: \"-1\" is not a quantity",
                "every: 0.5                  | every: often           | orders[0].operations[0].confirm.every: \"often\" is not a quantity",
                "every: 0.5                  | at-milestones: yes     | confirm.at-milestones: \"yes\" is neither true nor false",
                "every: 0.5                  | at-completion: true    | confirm.at-completion: is called at-milestones",
                "micro-stop: 45s             | micro-stop: 2h         | machines[0].micro-stop: 2h is out of range",
                "profile: own                | profile: owm           | machines[0].profile: \"owm\" is neither a shipped profile nor among the profiles; did you mean \"own\"",
                "reset-at-start: true        | reset-at-start: yes    | counters.reset-at-start: \"yes\" is neither true nor false",
                "path: a/b/c/d/f, valid-from: 2026-03-01 | path: a/b/c/d/f | machines[2].path: \"a/b/c/d/f\" is defined twice for the same time",
                "valid-from: 2026-03-01      | valid-from: 2026-02-30 | machines[2].valid-from: there is no 2026-02-30",
                "valid-from: 2026-03-01      | valid-from: 1.3.2026   | machines[2].valid-from: \"1.3.2026\" is not a date",
                "valid-from: 2026-03-01      | valid-from: 1926-03-01 | machines[2].valid-from: 1926-03-01 is out of range",
                "valid-from: 2026-03-01      | valid-from: 2026-03-01T06:00 | is not a time: write a date, or a time with its offset",
                "name: own                   | name: umh              | profiles[0].name: \"umh\" is a shipped profile's",
                "base: machinery             | base: machnery         | profiles[0].base: \"machnery\" is unknown; did you mean \"machinery\"",
                "mode MAINTENANCE planned    | mode MAINTENANCE plan  | profiles[0].rules[0]: 'plan' is no time element",
                "native 10..19 planned       | mode MAINTENANCE down  | profiles[0].rules[1]: 'mode MAINTENANCE' is already in line 10: keep one",
                "scope: a/b                  | scope: a/bb            | calendars[0].scope: \"a/bb\" holds no machine: write the beginning of a path in whole steps, or * for all; did you mean \"a/b\"",
                "days: Mon-Fri               | days: Mon-Fry          | shifts[0].days: \"Mon-Fry\" is not a list of weekdays",
                "name: early                 | name: the early one    | shifts[0].name: \"the early one\" is not a shift's name",
                "from: 06:00, to: 14:00      | from: 06:00, to: 24:01 | shifts[0].to: \"24:01\" is not a time of day",
                "10:00-10:15                 | 10:00                  | shifts[0].breaks[0]: \"10:00\" is not a time from and to",
                "10:00-10:15                 | 15:00-15:15            | calendars[0].shifts[0]: break 15:00-15:15 is not within the shift 06:00-14:00",
                "from: 22:00, to: 06:00      | from: 22:00, to: 07:00 | calendars[0].shifts[1]: shift night 22:00-07:00 overlaps shift early 06:00-14:00 of line 15, one of which",
                "[2026-12-25, 2026-12-26]    | [2026-12-25, 2026-12-24] | calendars[0].holidays[1]: 2026-12-24 is an exception too",
                "[2026-12-25, 2026-12-26]    | [2026-12-25, 26.12.]   | calendars[0].holidays[1]: \"26.12.\" is not a date",
                "date: 2026-12-31            | date: 2026-12-24       | exceptions[1].date: \"2026-12-24\" is defined twice",
                "shifts: [] }                | shfts: [] }            | calendars[1].shifts: is missing: without shifts nothing is ever scheduled",
                "shifts: [] }                | shifts: [] }\\n  - { valid-from: 2026-07-01T00:00:00+02:00, shifts: [] } | calendars[2].scope: \"*\" is defined twice",
                "unit: BOX, factor: 12       | unit: PCE, factor: 12  | materials[0].conversions[0].unit: \"PCE\" is the material's own",
                "unit: BOX, factor: 12       | unit: DZ, factor: 12   | materials[0].conversions[1].unit: \"DZ\" is defined twice",
                "factor: 12                  | factor: 0              | conversions[0].factor: \"0\" is not a quantity: write a number of more than 0",
                "factor: 0.25                | factor: 0.0000001      | conversions[1].factor: \"0.0000001\" is not a quantity",
                "type: \"timed\"               | type: timd             | orders[0].type: \"timd\" is not among the order-types; did you mean \"timed\"",
                "with-times: true            | with-time: true        | order-types[0].confirm.with-time: is unknown here; did you mean \"with-times\"",
                "allow-negative: false       | allow-negative: never  | order-types[0].allow-negative: \"never\" is neither",
                "unit: \"BOX\"                 | unit: STONE            | orders[0].unit: \"STONE\" is no unit of FG-1: add it to the material's conversions; known are BOX, DZ, PCE",
                "runtime-per-unit: 62.5ms    | runtime-per-unit: 8d   | runtime-per-unit: \"8d\" is not a duration",
                "runtime-per-unit: 62.5ms    | runtime-per-unit: 169h | runtime-per-unit: 169h is out of range",
                "authority: counter          | authority: none        | operations[0].authority: \"none\" is unknown",
                "count-points: [a/b/c/d/f]   | count-points: [a/b/c/d/e, a/b/c/d] | operations[0].count-points[1]: \"a/b/c/d\" is not among the machines",
                "count-points: [a/b/c/d/f]   | count-points: [a/b/c/d/f, a/b/c/d/f] | operations[0].count-points[1]: \"a/b/c/d/f\" is defined twice",
                "counter-unit: DZ            | counter-unit: KGM      | operations[0].counter-unit: \"KGM\" is no unit of FG-1",
                "material: CAP               | material: CUP          | components[0].material: \"CUP\" is not among the materials; did you mean \"CAP\"",
                "quantity: 0.000125          | quantity: 0.0001255    | components[0].quantity: \"0.0001255\" is not a quantity",
                "scope: a, open              | scope: b, open         | posting-periods[0].scope: \"b\" holds no machine",
                "open-from: 2026-10-01 }     | open-from: 2026-10-01 }, { scope: a, open-from: 2026-11-01 } | posting-periods[1].scope: \"a\" is defined twice",
                "correction: delta           | correction: none       | orders[0].operations[0].correction: \"none\" is unknown",
            })
    void shouldNameTheLineOfEachFault(final String sound, final String spoilt, final String message)
            throws IOException {
        assertThat(SOUND).contains(sound);
        final int line =
                (int) (SOUND.substring(0, SOUND.indexOf(sound)) + "x").lines().count();

        final Checked<Plant> read = read(SOUND.replace(sound, spoilt.translateEscapes()));

        assertThat(read.isSound()).isFalse();
        assertThat(read.faults()).anySatisfy(fault -> {
            assertThat(fault.toString()).contains(message);
            assertThat(fault.line())
                    .isBetween(
                            line, line + (int) spoilt.translateEscapes().lines().count() - 1);
        });
    }

    @Test
    void shouldRefuseUnitsTooFineToCountIn() throws IOException {
        final String text = SOUND.replace("factor: 12 }", "factor: 999999.999999 }");
        assertThat(read(text).faults())
                .extracting(fault -> fault.path() + " " + fault.message())
                .singleElement()
                .asString()
                .startsWith("orders[0].operations[0].counter-unit is 250000/999999999999 of the order's unit");
    }

    /** The text of a calendar travels in one event. */
    @Test
    void shouldRefuseACalendarThatNoEventHasRoomFor() throws IOException {
        final String dates = LocalDate.of(2000, 1, 1)
                .datesUntil(LocalDate.of(2012, 1, 1))
                .map(LocalDate::toString)
                .collect(Collectors.joining(", "));
        assertThat(read(SOUND.replace("2026-12-25, 2026-12-26", dates)).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString())
                        .contains("calendars[0].shifts: is too long: its text may have 65534 bytes"));
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
