package io.millrace.ingest.shdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.ingest.files.CollectingInlet;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.files.FileSource;
import io.millrace.ingest.files.ImportProgress;
import io.millrace.ingest.files.ImportSummary;
import io.millrace.ingest.files.Pace;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter.Reason;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShdrReplayTest {
    private static final String MACHINE = "acme/berlin/mill/line1/mazak1";
    private static final ShdrMapping MAPPING = new ShdrMapping(
            MACHINE,
            List.of(
                    Signal.state("execution", StateTable.MTCONNECT),
                    Signal.of("mode", Signal.Kind.MODE),
                    Signal.counter("parts", Measure.GOOD)));

    @TempDir
    Path folder;

    @Test
    void shouldSayWhatChangedAtTheRecordingsOwnTimes() throws Exception {
        final CollectingInlet inlet = new CollectingInlet(true);

        final ImportSummary summary = replay(
                inlet,
                """
                2026-01-31T12:00:00Z|execution|READY
                2026-01-31T12:00:00Z|mode|AUTOMATIC|parts|5
                2026-01-31T12:00:03.5Z|execution|READY
                2026-01-31T12:00:04Z|execution|ACTIVE
                2026-01-31T12:00:09Z|parts|6
                2026-01-31T12:00:12Z|execution|Unavailable
                2026-01-31T12:00:15Z|load|7
                """);

        assertThat(described(inlet))
                .containsExactly(
                        "12:00:00 StateChanged[state=IDLE, mode=PRODUCTION, nativeState=READY, reason=]"
                                + " + CounterReading[measure=GOOD, reset=false, valueMilli=5000]",
                        "12:00:04 StateChanged[state=EXECUTE, mode=PRODUCTION, nativeState=ACTIVE, reason=]",
                        "12:00:09 CounterReading[measure=GOOD, reset=false, valueMilli=6000]",
                        "12:00:10 Tick[]",
                        "12:00:12 StateChanged[state=UNKNOWN, mode=PRODUCTION, nativeState=, reason=]",
                        "12:00:15 Tick[]");
        assertThat(summary.events()).isEqualTo(7);
        assertThat(summary.stateChanges()).isEqualTo(3);
        assertThat(summary.lines()).isEqualTo(7);
        assertThat(summary.deadLetters()).isZero();
    }

    @Test
    void shouldGiveTheSameEventsEachTime() throws Exception {
        final String text = "2026-01-31T12:00:00Z|execution|READY\n2026-01-31T12:01:00Z|execution|ACTIVE\n";
        final CollectingInlet first = new CollectingInlet(false);
        final CollectingInlet second = new CollectingInlet(true);
        replay(first, text);
        replay(second, text);

        assertThat(second.messages()).isEqualTo(first.messages());
    }

    @Test
    void shouldMakeDeadLettersOfBadLinesAndValuesAndGoOn() throws Exception {
        final CollectingInlet inlet = new CollectingInlet(false);

        final ImportSummary summary = replay(
                inlet,
                """
                2026-01-31T12:00:00Z|execution|READY
                nonsense
                2026-01-31T12:00:01Z|parts|many|execution|ACTIVE
                2026-01-31T12:00:02Z|parts|1e-99999999
                """);

        assertThat(inlet.letters().stream().map(letter -> letter.reason() + " " + letter.origin()))
                .containsExactly("UNDECODABLE machine.shdr:2", "IMPOSSIBLE_VALUE machine.shdr:3");
        assertThat(inlet.letters().get(1).detail()).contains("parts").contains("many");
        assertThat(inlet.letters().get(1).machine()).isEqualTo(MACHINE);
        assertThat(inlet.letters().get(1).reason()).isEqualTo(Reason.IMPOSSIBLE_VALUE);
        assertThat(described(inlet))
                .contains("12:00:01 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=ACTIVE, reason=]")
                .contains("12:00:02 CounterReading[measure=GOOD, reset=false, valueMilli=0]");
        assertThat(summary.deadLetters()).isEqualTo(2);
    }

    @Test
    void shouldNotTickForAgesOverAWrongYear() throws Exception {
        final CollectingInlet inlet = new CollectingInlet(false);

        replay(
                inlet,
                """
                2026-01-31T12:00:00Z|execution|READY
                2026-01-31T12:00:01Z|execution|ACTIVE
                2099-01-31T12:00:00Z|execution|READY
                """);

        assertThat(inlet.messages()).hasSizeBetween(8_000, 9_000);
    }

    @Test
    void shouldFailOnAFileThatIsNotThere() {
        final Path absent = folder.resolve("absent.shdr");
        try (FileSource source = source(List.of(absent), List.of(MAPPING), new CollectingInlet(false))) {
            source.start();
            assertThatThrownBy(() -> source.completion().get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void shouldNameEveryFaultOfTheMapping() {
        final ShdrMapping twice = new ShdrMapping(
                "acme/x", List.of(Signal.of("mode", Signal.Kind.MODE), Signal.of("mode", Signal.Kind.REASON)));

        assertThatThrownBy(() -> new ShdrReplay(List.of(), List.of(MAPPING, twice), Set.of(), FileLimits.DEFAULT))
                .hasMessageContaining("machine " + MACHINE + " is not known")
                .hasMessageContaining("machine acme/x is not known")
                .hasMessageContaining("key mode is mapped twice for acme/x");
    }

    @Test
    void shouldReadARealRecording() throws Exception {
        final Path file = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(parent -> parent != null)
                .map(parent -> parent.resolve("shared/data/mazak01-2016-12-06.shdr.gz"))
                .filter(Files::isReadable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                file != null,
                "SKIPPED: the recording shared/data/mazak01-2016-12-06.shdr.gz is not beside the project");
        final CollectingInlet inlet = new CollectingInlet(false);
        final ShdrMapping execution =
                new ShdrMapping(MACHINE, List.of(Signal.state("execution", StateTable.MTCONNECT)));
        final ImportSummary summary;
        try (FileSource source = source(List.of(file), List.of(execution), inlet)) {
            source.start();
            summary = source.completion().get(60, TimeUnit.SECONDS);
        }

        final List<Event> states = inlet.messages().stream()
                .flatMap(List::stream)
                .filter(event -> event.fact() instanceof Fact.StateChanged)
                .toList();
        assertThat(summary.lines()).isEqualTo(92_026);
        assertThat(summary.deadLetters()).isZero();
        assertThat(summary.stateChanges()).isEqualTo(states.size()).isEqualTo(445);
        assertThat(states.get(0).fact()).isEqualTo(new Fact.StateChanged(MachineState.UNKNOWN, Mode.UNKNOWN, "", ""));
        assertThat(states.get(0).head().sourceTimeNs()).isEqualTo(ns("2016-12-06T09:30:32.518Z"));
        assertThat(states.get(1).head().sourceTimeNs()).isEqualTo(ns("2016-12-06T09:32:33.662Z"));
        assertThat(inlet.messages().stream().flatMap(List::stream).map(event -> event.head()
                        .gatewayTimeNs()))
                .isSorted();
    }

    private ImportSummary replay(final Inlet inlet, final String text) throws Exception {
        final Path file = Files.writeString(folder.resolve("machine.shdr"), text);
        try (FileSource source = source(List.of(file), List.of(MAPPING), inlet)) {
            source.start();
            return source.completion().get(20, TimeUnit.SECONDS);
        }
    }

    private FileSource source(final List<Path> files, final List<ShdrMapping> mappings, final Inlet inlet) {
        return new FileSource(
                new ShdrReplay(files, mappings, Set.of(MACHINE), FileLimits.DEFAULT),
                new SourceContext("gw", "shdr", () -> 0, inlet, Set.of(MACHINE), 0),
                new FileSource.Options(
                        folder.resolve("positions"),
                        "",
                        false,
                        Pace.asFastAsPossible(),
                        ns("2026-06-01T00:00:00Z"),
                        ImportProgress.NONE));
    }

    /** Each message as the time of day and its facts. */
    private static List<String> described(final CollectingInlet inlet) {
        return inlet.messages().stream()
                .map(message -> Instant.ofEpochSecond(message.get(0).head().sourceTimeNs() / 1_000_000_000)
                                .toString()
                                .substring(11, 19)
                        + " "
                        + String.join(
                                " + ",
                                message.stream()
                                        .map(event -> event.fact().toString())
                                        .toList()))
                .toList();
    }

    private static long ns(final String time) {
        final Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
    }
}
