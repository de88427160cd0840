package io.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    private static final Conditions HERE = new Conditions("a cpu", 2, "a JDK", "an OS");

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheBenchmarksThereAreWhenNoneMatches() {
        assertThat(said(Bench.NOTHING, "nothing-like-this"))
                .contains("no benchmark matches")
                .contains("CanonicalEvent.decodeSbe")
                .contains("SparkplugDecode.millrace metrics=100")
                .contains("MachineDay.apply");
        assertThat(said(Bench.NOTHING, "(")).contains("not a regular expression");
    }

    @Test
    void shouldShowItsUsageForWhatItDoesNotKnow() {
        assertThat(said(Bench.NOTHING, "--round", "3")).contains("usage");
        assertThat(said(Bench.NOTHING, "--rounds", "0")).contains("usage");
        assertThat(said(Bench.NOTHING, "compare", "only-one.json")).contains("usage");
        assertThat(said(Bench.NOTHING, "compare", "neither.json", "nor.json")).contains("cannot compare");
    }

    @Test
    void shouldGiveForksTheFlagsOfTheApplication() {
        assertThat(Bench.jvmFlags()).contains("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
    }

    @Test
    void shouldSayHowLongItTakesFromTheRoundsThereAre() {
        assertThat(new Plan(5, 2, 1_000).seconds(10)).isEqualTo(10 * 5 * 4);
    }

    @Test
    void shouldTakeTheMiddleRound() {
        final Result odd = result("a", 0, 9, 1, 5);
        assertThat(odd.medianNs()).isEqualTo(5);
        assertThat(odd.leastNs()).isEqualTo(1);
        assertThat(odd.mostNs()).isEqualTo(9);
        assertThat(result("b", 0, 1, 2, 4, 9).medianNs()).isEqualTo(3);
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        final Results results = results(result("a", 16, 1.25, 2.5, 3.75));
        final Path file = folder.resolve("results.json");
        results.write(file);
        assertThat(Results.read(file)).isEqualTo(results);
    }

    @Test
    void shouldNameWhatBecameSlowerBeyondTheSpread() throws IOException {
        final Path before = write("old.json", result("Ring.hop", 0, 100, 110, 120), result("Same.one", 0, 10, 11, 19));
        final Path after = write("new.json", result("Ring.hop", 0, 121, 125, 180), result("Same.one", 0, 10, 18, 25));
        assertThat(said(Bench.SLOWER, "compare", before.toString(), after.toString()))
                .contains("slower: Ring.hop, 110.0 -> 125.0 ns/op (+14 %)")
                .doesNotContain("Same.one");
        assertThat(said(Bench.GOOD, "compare", after.toString(), before.toString()))
                .contains("faster: Ring.hop");
        assertThat(said(Bench.GOOD, "compare", after.toString(), after.toString()))
                .contains("nothing differs");
    }

    @Test
    void shouldNameWhatAllocatesMore() throws IOException {
        final Path before = write("old.json", result("Json.decode", 2_000, 100), result("Ring.hop", 1, 100));
        final Path after = write("new.json", result("Json.decode", 2_200, 100), result("Ring.hop", 9, 100));
        assertThat(said(Bench.SLOWER, "compare", before.toString(), after.toString()))
                .contains("allocates more: Json.decode, 2,000 -> 2,200 B/op")
                .doesNotContain("Ring.hop");
    }

    @Test
    void shouldSayWhatCannotBeCompared() throws IOException {
        final Path before = write("old.json", result("Gone.one", 0, 1));
        final Path after = folder.resolve("new.json");
        new Results(new Conditions("another cpu", 2, "a JDK", "an OS"), Plan.FULL, List.of(result("New.one", 0, 1)))
                .write(after);
        assertThat(said(Bench.GOOD, "compare", before.toString(), after.toString()))
                .contains("the conditions differ")
                .contains("no longer run: Gone.one")
                .contains("only in the new run: New.one");
    }

    private Path write(final String name, final Result... results) throws IOException {
        final Path file = folder.resolve(name);
        results(results).write(file);
        assertThat(Files.size(file)).isPositive();
        return file;
    }

    private static Results results(final Result... results) {
        return new Results(HERE, Plan.FULL, List.of(results));
    }

    private static Result result(final String name, final double bytes, final double... ns) {
        return new Result(name, Arrays.stream(ns).boxed().toList(), List.of(bytes));
    }

    private static String said(final int code, final String... args) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(Bench.run(List.of(args), new PrintStream(bytes, true, StandardCharsets.UTF_8)))
                .isEqualTo(code);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
