package io.millrace.ingest.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.json.JsonKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NdjsonRecordingTest {
    private static final String MACHINE = "acme/berlin/pack/line3/pack1";
    private static final String EACH_KIND =
            """
            {"machine":"M","time":"2026-01-31T12:00:00Z","kind":"state","state":"EXECUTE","mode":"PRODUCTION"}
            {"machine":"M","time":"2026-01-31T12:00:01Z","kind":"counter","measure":"good","value":7,"reset":true}
            {"machine":"M","time":"2026-01-31T12:00:02Z","id":"c1","kind":"count","measure":"scrap","quantity":2,"order":"1001","operation":"0010"}
            {"machine":"M","time":"2026-01-31T12:00:03Z","kind":"context","transition":"STARTED","order":"1001","operation":"0010"}
            {"machine":"M","time":"2026-01-31T12:00:04Z","id":"m1","kind":"consumption","material":"R1","lot":"L1","quantity":0.5}
            {"machine":"M","time":"2026-01-31T12:00:05Z","id":"l1","kind":"lot","material":"F1","lot":"L2","quantity":5}
            {"machine":"M","time":"2026-01-31T12:00:06Z","kind":"quality","type":"INSPECTION","lot":"L2","code":"OK","quantity":1}
            {"machine":"M","time":"2026-01-31T12:00:07Z","id":"w1","kind":"labour","person":"P1","activity":"RUN","seconds":60}
            {"machine":"M","time":"2026-01-31T12:00:08Z","kind":"reason","from":"2026-01-31T11:00:00Z","reason":"JAM","actor":"P1"}
            {"machine":"M","time":"2026-01-31T12:00:09Z","id":"s1","kind":"scrap","quantity":1,"reason":"DENT","order":"1001","operation":"0010"}
            {"machine":"M","time":1769860810000,"kind":"decision","type":"SETTLE_REQUESTED","actor":"P1","reason":"END"}
            {"machine":"M","time":"2026-01-31T12:00:11Z","kind":"value","name":"temperature","value":21.5,"unit":"CEL"}
            """
                    .replace("\"M\"", "\"" + MACHINE + "\"");

    @TempDir
    Path folder;

    @Test
    void shouldTakeEventsOfEveryKindAtTheirOwnTimes() throws IOException {
        final CollectingPlayback playback = play(EACH_KIND.getBytes(UTF_8));

        assertThat(playback.refused()).isEmpty();
        assertThat(playback.saidMessages()).hasSameSizeAs(JsonKind.values());
        assertThat(playback.saidMessages().stream()
                        .map(said -> said.facts().get(0).getClass().getSimpleName()))
                .doesNotHaveDuplicates()
                .contains("StateChanged", "Decision");
        assertThat(playback.said().get(0)).startsWith("2026-01-31T12:00:00Z pack1 StateChanged[state=EXECUTE");
        assertThat(playback.said().get(2)).startsWith("2026-01-31T12:00:02Z pack1 c1 CountReport");
        assertThat(playback.said().get(10)).startsWith("2026-01-31T12:00:10Z pack1 Decision");
        assertThat(playback.lines()).isEqualTo(12);
    }

    @Test
    void shouldReadGzipByteOrderMarksAndWindowsLineEndsTheSame() throws IOException {
        final List<String> plain = play(EACH_KIND.getBytes(UTF_8)).said();

        final String windows = "\uFEFF" + EACH_KIND.replace("\n", "\r\n\r\n");
        assertThat(play(windows.getBytes(UTF_8)).said()).isEqualTo(plain);
        assertThat(play(gzip(windows.getBytes(UTF_8))).said()).isEqualTo(plain);
        assertThat(play(EACH_KIND.strip().getBytes(UTF_8)).said()).isEqualTo(plain);
    }

    @Test
    void shouldRefuseEachBadLineWithItsPlaceAndGoOn() throws IOException {
        final String good = EACH_KIND.lines().findFirst().orElseThrow();
        final CollectingPlayback playback = play(String.join(
                        "\n",
                        "{\"machine\":",
                        "[" + good + "]",
                        good.replace(MACHINE, "acme/x/x/x/x"),
                        good.replace("EXECUTE", "DANCE"),
                        good.replaceFirst("\"time\":\"[^\"]*\",", ""),
                        good.replace("\"state\",", "\"count\",\"measure\":\"good\",\"quantity\":1,"),
                        good.replace("2026", "2031"),
                        good.replace("\"state\",", "\"stat\","),
                        "x".repeat(FileLimits.DEFAULT.lineBytes() + 1),
                        good)
                .getBytes(UTF_8));

        assertThat(playback.refused().stream()
                        .map(text -> Arrays.stream(text.split(" ")).limit(2).collect(Collectors.joining(" "))))
                .containsExactly(
                        "in:1 UNDECODABLE",
                        "in:2 UNDECODABLE",
                        "in:3 UNKNOWN_MACHINE",
                        "in:4 IMPOSSIBLE_VALUE",
                        "in:5 NO_SOURCE_TIME",
                        "in:6 NO_EVENT_ID",
                        "in:7 IMPOSSIBLE_VALUE",
                        "in:8 IMPOSSIBLE_VALUE",
                        "in:9 TOO_LARGE");
        assertThat(playback.refusals().get(3).machine()).isEqualTo(MACHINE);
        assertThat(playback.refusals().get(0).bytes()).asString(UTF_8).isEqualTo("{\"machine\":");
        assertThat(playback.refusals().get(8).bytes()).hasSize(FileLimits.DEFAULT.lineBytes());
        assertThat(playback.said()).hasSize(1);
    }

    @Test
    void shouldTakeWhatABrokenArchiveStillHoldsAndSayWhereItEnds() throws IOException {
        final byte[] whole = gzip(EACH_KIND.repeat(200).getBytes(UTF_8));
        final CollectingPlayback playback = play(Arrays.copyOf(whole, whole.length / 2));

        assertThat(playback.said()).hasSizeGreaterThan(10);
        assertThat(playback.refused()).last().asString().contains("the file is broken behind this line");
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        final NdjsonRecording absent =
                new NdjsonRecording(List.of(folder.resolve("absent")), Set.of(MACHINE), FileLimits.DEFAULT);

        assertThatThrownBy(() -> absent.play(new CollectingPlayback()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent");
    }

    private CollectingPlayback play(final byte[] bytes) throws IOException {
        final CollectingPlayback playback = new CollectingPlayback();
        new NdjsonRecording(List.of(Files.write(folder.resolve("in"), bytes)), Set.of(MACHINE), FileLimits.DEFAULT)
                .play(playback);
        return playback;
    }

    private static byte[] gzip(final byte[] bytes) throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
