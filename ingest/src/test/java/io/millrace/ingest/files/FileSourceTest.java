package io.millrace.ingest.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.SourceContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileSourceTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NOW_NS = Instant.parse("2027-01-01T00:00:00Z").getEpochSecond() * NS_PER_S;

    @TempDir
    Path folder;

    @Test
    void shouldLetTimePassAsItWasRecorded() throws Exception {
        final CollectingInlet inlet = new CollectingInlet(true);

        final ImportSummary summary = run(inlet, lines(0, 25), options(false, Pace.asFastAsPossible()));

        final List<Event> events =
                inlet.messages().stream().flatMap(List::stream).toList();
        assertThat(events.stream().map(event -> event.head().gatewayTimeNs())).isSorted();
        assertThat(events.stream()
                        .filter(event -> event.fact() instanceof Fact.Tick)
                        .map(event -> event.head().sourceTimeNs() / NS_PER_S % 60))
                .containsExactly(10L, 20L, 24L);
        assertThat(summary.events()).isEqualTo(28);
        assertThat(summary.lines()).isEqualTo(25);
        assertThat(positions()).as("nothing is left of a finished import").isEmpty();
    }

    @Test
    void shouldKeepSourceTimesThatGoBackAndTheClockAtItsMaximum() throws Exception {
        final CollectingInlet inlet = new CollectingInlet(false);

        run(inlet, lines(8, 9) + lines(2, 3), options(false, Pace.asFastAsPossible()));

        assertThat(inlet.messages().get(1).get(0).head().sourceTimeNs() / NS_PER_S % 60)
                .isEqualTo(2);
        assertThat(inlet.messages().get(1).get(0).head().gatewayTimeNs() / NS_PER_S % 60)
                .isEqualTo(8);
    }

    @Test
    void shouldGoOnBehindWhatIsDurable() throws Exception {
        final Set<Long> kept = killedAndRunAgain(new ForgetfulInlet(2_500, false), false);

        assertThat(kept).as("every line").hasSize(5_000);
    }

    @Test
    void shouldLoseWhatWasAcknowledgedBeforeItWasDurable() throws Exception {
        final Set<Long> kept = killedAndRunAgain(new ForgetfulInlet(2_500, true), false);

        assertThat(kept.size()).as("the safeguard is what the test sees").isLessThan(5_000);
    }

    @Test
    void shouldBeginAnewIfToldSo() throws Exception {
        final ForgetfulInlet killed = new ForgetfulInlet(2_500, false);
        final Set<Long> kept = killedAndRunAgain(killed, true);

        assertThat(kept).hasSize(5_000);
        assertThat(killed.durable).as("the kill came in the middle").hasSize(2_500);
    }

    /** Cuts an import off and runs it again with an inlet that keeps all; gives the values that are durable in one of them. */
    private Set<Long> killedAndRunAgain(final ForgetfulInlet killed, final boolean again) throws Exception {
        final String text = lines(0, 5_000);
        final Path file = Files.writeString(folder.resolve("in.ndjson"), text);
        try (FileSource source = source(file, killed, options(false, Pace.asFastAsPossible()))) {
            source.start();
            await().until(killed::isStuck);
        }
        assertThat(positions()).as("it says how far it was").hasSize(1);
        final CollectingInlet inlet = new CollectingInlet(false);
        final ImportSummary summary = run(inlet, text, options(again, Pace.asFastAsPossible()));
        if (again) {
            assertThat(summary.resumedAt()).isZero();
        } else {
            assertThat(summary.resumedAt()).isPositive();
            assertThat(inlet.messages().size()).as("it did not begin anew").isLessThanOrEqualTo((int)
                    (summary.events() - summary.resumedAt()));
        }
        final Set<Long> kept = new HashSet<>(killed.durable);
        inlet.messages().forEach(message -> kept.addAll(values(message)));
        return kept;
    }

    @Test
    void shouldNotTakeAnotherFileForTheOneThatWasCutOff() throws Exception {
        final ForgetfulInlet killed = new ForgetfulInlet(2_500, false);
        final Path file = Files.writeString(folder.resolve("in.ndjson"), lines(0, 5_000));
        try (FileSource source = source(file, killed, options(false, Pace.asFastAsPossible()))) {
            source.start();
            await().until(killed::isStuck);
        }
        final ImportSummary other =
                run(new CollectingInlet(false), lines(0, 4_999) + "\n", options(false, Pace.asFastAsPossible()));

        assertThat(other.resumedAt()).isZero();
    }

    @Test
    void shouldRefuseADamagedPositionWithTheRemedy() throws Exception {
        shouldNotTakeAnotherFileForTheOneThatWasCutOff();
        for (final Path position : positions()) {
            Files.writeString(position, "rubbish");
        }

        assertThatThrownBy(
                        () -> run(new CollectingInlet(false), lines(0, 5_000), options(false, Pace.asFastAsPossible())))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("is damaged: delete it");
    }

    @Test
    void shouldWaitForRecordedTimeIfPaced() throws Exception {
        final AtomicLong nowNs = new AtomicLong();
        final CollectingInlet inlet = new CollectingInlet(false);
        final Path file = Files.writeString(folder.resolve("in.ndjson"), lines(0, 9));
        try (FileSource source = source(file, inlet, options(false, new Pace(2, nowNs::get)))) {
            source.start();
            await().until(() -> inlet.messages().size() == 1);
            nowNs.set(NS_PER_S);
            await().until(() -> inlet.messages().size() == 3);
            nowNs.set(4 * NS_PER_S);
            source.completion().get(20, TimeUnit.SECONDS);
        }
        assertThat(inlet.messages()).hasSize(10);
    }

    @Test
    void shouldTellItsProgressUpToTheEnd() throws Exception {
        final List<String> told = new ArrayList<>();
        final FileSource.Options options = new FileSource.Options(
                folder.resolve("positions"),
                "",
                false,
                Pace.asFastAsPossible(),
                NOW_NS,
                (phase, done, all, lines) -> told.add(phase + " " + 100 * done / all + " " + lines));

        run(new CollectingInlet(false), lines(0, 3_500), options);

        assertThat(told).hasSize(4).last().isEqualTo("TELLING 100 3500");
    }

    @Test
    void shouldBeDoneOnlyWhenAllIsDurable() throws Exception {
        final List<Runnable> waiting = new ArrayList<>();
        final Inlet slow = new Inlet() {
            @Override
            public synchronized boolean tryOffer(final List<Event> message, final Runnable durable) {
                return waiting.add(durable);
            }

            @Override
            public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
                return false;
            }

            @Override
            public synchronized boolean isBlocked() {
                return waiting.size() == 2;
            }
        };
        final Path file = Files.writeString(folder.resolve("in.ndjson"), lines(0, 1));
        try (FileSource source = source(file, slow, options(false, Pace.asFastAsPossible()))) {
            source.start();
            await().until(slow::isBlocked);
            assertThat(source.completion()).isNotDone();
            waiting.forEach(Runnable::run);
            assertThat(source.completion().get(20, TimeUnit.SECONDS).events()).isEqualTo(2);
        }
    }

    private ImportSummary run(final Inlet inlet, final String text, final FileSource.Options options) throws Exception {
        final Path file = Files.writeString(folder.resolve("in.ndjson"), text);
        try (FileSource source = source(file, inlet, options)) {
            source.start();
            return source.completion().get(30, TimeUnit.SECONDS);
        }
    }

    private FileSource.Options options(final boolean again, final Pace pace) {
        return new FileSource.Options(folder.resolve("positions"), "", again, pace, NOW_NS, ImportProgress.NONE);
    }

    private static FileSource source(final Path file, final Inlet inlet, final FileSource.Options options) {
        return new FileSource(
                new NdjsonRecording(List.of(file), Set.of(MACHINE), FileLimits.DEFAULT),
                new SourceContext("gw", "ndjson", () -> 0, inlet, Set.of(MACHINE), 0),
                options);
    }

    private List<Path> positions() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("positions"))) {
            return files.toList();
        }
    }

    /** A reading each second, whose value is its number. */
    private static String lines(final int from, final int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"machine\":\"" + MACHINE + "\",\"kind\":\"counter\",\"time\":"
                        + (1_769_860_800_000L + i * 1_000L) + ",\"measure\":\"good\",\"value\":" + i + "}\n")
                .collect(Collectors.joining());
    }

    private static List<Long> values(final List<Event> message) {
        return message.stream()
                .filter(event -> event.fact() instanceof Fact.CounterReading)
                .map(event -> ((Fact.CounterReading) event.fact()).valueMilli() / 1_000)
                .toList();
    }

    /** Makes so many readings durable and forgets those it took then; full from some more on, as a gateway that was killed. */
    private static final class ForgetfulInlet implements Inlet {
        private static final int MORE = 1_500;

        private final int most;
        private final boolean acknowledgesEarly;
        private final List<Long> durable = new ArrayList<>();
        private int taken;

        ForgetfulInlet(final int most, final boolean acknowledgesEarly) {
            this.most = most;
            this.acknowledgesEarly = acknowledgesEarly;
        }

        @Override
        public synchronized boolean tryOffer(final List<Event> message, final Runnable whenDurable) {
            final List<Long> values = values(message);
            if (taken >= most + MORE) {
                return false;
            }
            taken += values.size();
            final boolean keeps = taken <= most;
            if (keeps) {
                durable.addAll(values);
            }
            if (keeps || acknowledgesEarly) {
                whenDurable.run();
            }
            return true;
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable whenDurable) {
            return false;
        }

        synchronized boolean isStuck() {
            return taken >= most + MORE;
        }
    }
}
