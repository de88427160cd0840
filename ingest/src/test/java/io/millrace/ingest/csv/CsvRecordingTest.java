package io.millrace.ingest.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.Measure;
import io.millrace.ingest.csv.CsvMapping.Rows;
import io.millrace.ingest.files.CollectingPlayback;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRecordingTest {
    private static final String PACK1 = "acme/berlin/pack/line3/pack1";
    private static final String PACK2 = "acme/berlin/pack/line3/pack2";
    private static final CsvFormat COMMAS = new CsvFormat(',', '"', 0, true, "", StandardCharsets.UTF_8);
    private static final CsvText PLAIN = new CsvText(".", "", Set.of("NULL"), Set.of("-"));
    private static final List<CsvSignal> SIGNALS = List.of(
            signal(Signal.state("State", StateTable.PACKML), "1"),
            signal(Signal.of("Order", Signal.Kind.ORDER), "1"),
            signal(Signal.counter("Good", Measure.GOOD), "12"));

    @TempDir
    Path folder;

    @Test
    void shouldReadAColumnASignal() throws IOException {
        final CollectingPlayback playback = play(
                wide(COMMAS, PLAIN, true),
                """
                Time,Remark,State,Order,Good
                2026-01-31T12:00:00Z,"a, ""b""
                c",6.0,1001/0010,1
                2026-01-31T12:00:10Z,,6,1001/0010,2
                2026-01-31 12:00:20Z,,NULL,NULL,NULL
                2026-01-31T12:00:30Z,,,,
                2026-01-31T12:00:40Z,,EXECUTE,-,3.5
                """);

        assertThat(playback.refused()).isEmpty();
        assertThat(playback.said())
                .containsExactly(
                        "2026-01-31T12:00:00Z pack1 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=6, reason=]"
                                + " + OrderContext[transition=STARTED, cancelled=false, revision=0, order=1001,"
                                + " operation=0010] + CounterReading[measure=GOOD, reset=false, valueMilli=12000]",
                        "2026-01-31T12:00:10Z pack1 CounterReading[measure=GOOD, reset=false, valueMilli=24000]",
                        "2026-01-31T12:00:20Z pack1 StateChanged[state=UNKNOWN, mode=UNKNOWN, nativeState=, reason=]",
                        "2026-01-31T12:00:40Z pack1 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=EXECUTE,"
                                + " reason=] + OrderContext[transition=COMPLETED, cancelled=false, revision=0, order=,"
                                + " operation=] + CounterReading[measure=GOOD, reset=false, valueMilli=42000]");
    }

    @Test
    void shouldReadAValueARowAndPutWhatBelongsTogetherTogether() throws IOException {
        final CsvFormat format = new CsvFormat(';', '\'', 2, true, "#", Charset.forName("windows-1252"));
        final CsvText text = new CsvText(",", ".", Set.of("Bad"), Set.of());
        final Rows rows = new Rows.Tall(
                List.of(new CsvMachine(
                        PACK1,
                        PACK1,
                        List.of(
                                signal(Signal.state("P1.Zustand für", StateTable.PACKML), "1"),
                                signal(Signal.of("P1.Mode", Signal.Kind.MODE), "1"),
                                signal(Signal.counter("P1.Good", Measure.GOOD), "0.001")))),
                "Tag",
                "Value",
                "Q",
                Set.of("192", "Good"));
        final CsvTime berlin =
                new CsvTime("dd.MM.yyyy HH:mm:ss.SSS", ZoneId.of("Europe/Berlin"), CsvTime.Overlap.EARLIER);
        final CollectingPlayback playback = play(
                new CsvMapping(format, berlin, "Time", "", true, text, rows),
                String.join(
                                "\r\n",
                                "Export of 2026",
                                "second line",
                                "Tag;Time;Value;Q",
                                "# a remark",
                                "P1.Good;'31.01.2026 12:00:05.250';1.234.500,5;192",
                                "P1.Good;31.01.2026 12:00:06.000;7;0",
                                "Other;nonsense;7;192",
                                "P1.Mode;31.01.2026 12:00:00.000;1,0;Good",
                                "P1.Zustand für;31.01.2026 12:00:00.000;6,00;192",
                                "P1.Zustand für;31.01.2026 12:00:07.000;4;64",
                                "P1.Zustand für;31.01.2026 12:00:08.000;4;192",
                                "P1.Zustand für;31.01.2026 12:00:09.000;Bad;192",
                                "")
                        .getBytes(format.charset()));

        assertThat(playback.refused()).isEmpty();
        assertThat(playback.said())
                .containsExactly(
                        "2026-01-31T11:00:00Z pack1 StateChanged[state=EXECUTE, mode=PRODUCTION, nativeState=6, reason=]",
                        "2026-01-31T11:00:05.250Z pack1 CounterReading[measure=GOOD, reset=false, valueMilli=1234501]",
                        "2026-01-31T11:00:07Z pack1 StateChanged[state=UNKNOWN, mode=PRODUCTION, nativeState=, reason=]",
                        "2026-01-31T11:00:08Z pack1 StateChanged[state=IDLE, mode=PRODUCTION, nativeState=4, reason=]",
                        "2026-01-31T11:00:09Z pack1 StateChanged[state=UNKNOWN, mode=PRODUCTION, nativeState=, reason=]");
    }

    @Test
    void shouldReadEventsWithTheirIds() throws IOException {
        final Rows rows = new Rows.Events(List.of(
                new CsvEvent(
                        PACK1,
                        "P1",
                        JsonKind.COUNT,
                        Map.of("id", "1", "measure", "=good", "quantity", "4", "order", "5")),
                new CsvEvent(PACK2, "P2", JsonKind.STATE, Map.of("state", "4"))));
        final CsvFormat format = new CsvFormat('\t', '"', 0, false, "", StandardCharsets.UTF_8);
        final CsvText text = new CsvText(",", "", Set.of(), Set.of());
        final CollectingPlayback playback = play(
                new CsvMapping(format, iso(), "3", "2", false, text, rows),
                """
                m-1\tP1\t2026-01-31T12:00:00Z\t5,5\t1001
                m-2\tP2\t2026-01-31T12:00:01Z\t6
                \tP1\t2026-01-31T12:00:02Z\t5\t1001
                m-4\tP3\t2026-01-31T12:00:03Z\t5\t1001
                m-5\tP1\t2026-01-31T12:00:04Z
                """);

        assertThat(playback.said())
                .containsExactly(
                        "2026-01-31T12:00:00Z pack1 m-1 CountReport[measure=GOOD, quantityMilli=5500, order=1001,"
                                + " operation=, reason=]",
                        "2026-01-31T12:00:01Z pack2 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=6, reason=]");
        assertThat(playback.refused()).hasSize(2);
        assertThat(playback.refused().get(0)).startsWith("in.csv:3 NO_EVENT_ID id is missing");
        assertThat(playback.refused().get(1)).startsWith("in.csv:5 UNDECODABLE").contains("is it cut off?");
    }

    @Test
    void shouldRefuseWhatIsBadAndTakeWhatIsBesideIt() throws IOException {
        final CollectingPlayback playback = play(
                wide(COMMAS, PLAIN, false),
                """
                Time,State,Order,Good
                2026-01-31T12:00:00Z,6,,many
                tomorrow,6,,2
                2026-01-31T12:00:01Z,"6,,1
                2026-01-31T12:00:02Z,6,,1
                2026-01-31T12:00:03Z,6,,-1
                2026-01-31T12:00:04Z,6,,1e99999999
                2031-01-31T12:00:05Z,6,,1
                2026-01-31T12:00:06Z,6
                2026-01-31T12:00:07Z,5" pipe,,3
                %s
                2026-01-31T12:00:09Z,,,4
                2026-01-31T12:00:10Z,"opened
                closed",5" pipe,9
                2026-01-31T12:00:11Z,"a",5" pipe,9\r2026-01-31T12:00:12Z,,,9
                """
                        .formatted("x".repeat(FileLimits.DEFAULT.lineBytes() + 1)));

        assertThat(playback.refused().stream().map(text -> text.substring(0, text.indexOf(' ', text.indexOf(' ') + 1))))
                .containsExactly(
                        "in.csv:2 IMPOSSIBLE_VALUE",
                        "in.csv:3 IMPOSSIBLE_VALUE",
                        "in.csv:4 UNDECODABLE",
                        "in.csv:6 IMPOSSIBLE_VALUE",
                        "in.csv:7 IMPOSSIBLE_VALUE",
                        "in.csv:8 IMPOSSIBLE_VALUE",
                        "in.csv:9 UNDECODABLE",
                        "in.csv:9 UNDECODABLE",
                        "in.csv:11 TOO_LARGE",
                        "in.csv:13 UNDECODABLE",
                        "in.csv:14 IMPOSSIBLE_VALUE",
                        "in.csv:15 UNDECODABLE");
        assertThat(playback.refusals().get(2).bytes()).asString(UTF_8).isEqualTo("2026-01-31T12:00:01Z,\"6,,1");
        assertThat(playback.said())
                .containsExactly(
                        "2026-01-31T12:00:00Z pack1 StateChanged[state=EXECUTE, mode=UNKNOWN, nativeState=6, reason=]",
                        "2026-01-31T12:00:02Z pack1 CounterReading[measure=GOOD, reset=false, valueMilli=12000]",
                        "2026-01-31T12:00:07Z pack1 StateChanged[state=UNKNOWN, mode=UNKNOWN, nativeState=5\" pipe,"
                                + " reason=] + CounterReading[measure=GOOD, reset=false, valueMilli=36000]",
                        "2026-01-31T12:00:09Z pack1 CounterReading[measure=GOOD, reset=false, valueMilli=48000]");
    }

    @Test
    void shouldPutRowsInOrderUnlessToldThatTheyAre() throws IOException {
        final String text =
                """
                Time,State,Order,Good
                2026-01-31T12:00:02Z,,,2
                2026-01-31T12:00:01Z,,,1
                """;

        assertThat(play(wide(COMMAS, PLAIN, true), text).said().get(0)).contains("12:00:01Z");
        assertThat(play(wide(COMMAS, PLAIN, false), text).said().get(0)).contains("12:00:02Z");
    }

    @Test
    void shouldRefuseMoreThanFitsInMemoryAndNameTheWayOut() throws IOException {
        final Path file = Files.writeString(
                folder.resolve("in.csv"), "Time,State,Order,Good\n" + "2026-01-31T12:00:02Z,,,2\n".repeat(11));
        final FileLimits few = new FileLimits(1_000, 10);

        assertThatThrownBy(() -> new CsvRecording(List.of(file), wide(COMMAS, PLAIN, true), Set.of(PACK1), few)
                        .play(new CollectingPlayback()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("write order: file");
        final CollectingPlayback playback = new CollectingPlayback();
        new CsvRecording(List.of(file), wide(COMMAS, PLAIN, false), Set.of(PACK1), few).play(playback);
        assertThat(playback.said()).hasSize(1);
    }

    @Test
    void shouldNameColumnsThatAreNotThereOrThereTwice() {
        assertThatThrownBy(() -> play(wide(COMMAS, PLAIN, true), "Time;State;Order;Good\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no column \"Time\"")
                .hasMessageContaining("there are Time;State;Order;Good");
        assertThatThrownBy(() -> play(wide(COMMAS, PLAIN, true), "Time,State,State,Order,Good\n"))
                .hasMessageContaining("two columns \"State\"");
        assertThatThrownBy(() -> play(wide(COMMAS, PLAIN, true), "")).hasMessageContaining("the file is empty");
    }

    @Test
    void shouldNameMachinesThatAreNotKnown() {
        assertThatThrownBy(
                        () -> new CsvRecording(List.of(), wide(COMMAS, PLAIN, true), Set.of(PACK2), FileLimits.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PACK1);
    }

    private static CsvMapping wide(final CsvFormat format, final CsvText text, final boolean isSorted) {
        return new CsvMapping(
                format,
                iso(),
                "Time",
                "",
                isSorted,
                text,
                new Rows.Wide(List.of(new CsvMachine(PACK1, PACK1, SIGNALS))));
    }

    private static CsvTime iso() {
        return new CsvTime(CsvTime.ISO, ZoneId.of("UTC"), CsvTime.Overlap.EARLIER);
    }

    private static CsvSignal signal(final Signal signal, final String scale) {
        return new CsvSignal(signal, new BigDecimal(scale));
    }

    private CollectingPlayback play(final CsvMapping mapping, final String text) throws IOException {
        return play(mapping, text.getBytes(UTF_8));
    }

    private CollectingPlayback play(final CsvMapping mapping, final byte[] bytes) throws IOException {
        final CollectingPlayback playback = new CollectingPlayback();
        final Path file = Files.write(folder.resolve("in.csv"), bytes);
        new CsvRecording(List.of(file), mapping, Set.of(PACK1, PACK2), FileLimits.DEFAULT).play(playback);
        return playback;
    }
}
