package io.millrace.ingest.shdr.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.millrace.core.event.Event;
import io.millrace.core.event.Measure;
import io.millrace.ingest.journal.JournalKit;
import io.millrace.ingest.shdr.ShdrLine;
import io.millrace.ingest.shdr.ShdrParser;
import io.millrace.ingest.shdr.ShdrSyntaxException;
import io.millrace.ingest.shdr.tcp.ShdrTcpConfig.Times;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an adapter sends, a line is read, or refused in a sentence; what is made of it can be journalled and has a sane time. */
class ShdrFuzzTest {
    private static final String MACHINE = "acme/berlin/mill/line1/mazak";
    private static final long NOW_NS = 1_790_000_000_000_000_000L;
    private static final long EARLIEST_NS = ns("2000-01-01T00:00:00Z");
    private static final long LATEST_NS = ns("2200-01-01T00:00:00Z");
    private static final int LINE_BYTES = 300;

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "S2026-01-31T12:00:00Z|execution|ACTIVE|program|1001|parts|12\n"
                                + "2026-01-31T12:00:01.1234567Z@10.5|execution|UNAVAILABLE|mode|AUTOMATIC\n",
                        "S2026-01-31T12:00:00+02:00|servo|FAULT|E1|high|HIGH|execution\n|parts|1.5\r\n* PONG 10000\n",
                        "S2026-01-31T12:00:00Z|path|\"a\\|b\"|execution|\"x|1\n",
                        "S2026-01-31T12:00:00Z|@ASSET@|1|Tool|--multiline--1\nparts|9\n--multiline--1\n2026-01-31T12:00:00Z|parts|7\n",
                        "R1000|execution|ACTIVE|parts|1\n2000.5|parts|2\n5|parts|0\n",
                        "R0|parts|1\n9223372036854|parts|2\n",
                        "G|execution|READY\nyesterday|program|UNAVAILABLE\n")
                .map(lines -> lines.getBytes(StandardCharsets.UTF_8));
    }

    /** @param stream how times are meant, then what comes over the wire */
    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseWhateverIsSent(final byte[] stream) {
        if (stream.length == 0) {
            return;
        }
        final Times times = stream[0] == 'R' ? Times.RELATIVE : stream[0] == 'G' ? Times.GATEWAY : Times.SOURCE;
        final AdapterIntake intake = intake(times);
        intake.connected(0, false, "");
        final LineBuffer lines = new LineBuffer(LINE_BYTES, (line, isCut) -> {
            assertThat(line.length).isLessThanOrEqualTo(LINE_BYTES);
            parse(new String(line, StandardCharsets.UTF_8));
            intake.take(line, isCut);
        });
        final byte[] rest = Arrays.copyOfRange(stream, 1, stream.length);
        lines.add(rest, rest.length);
    }

    private static void parse(final String text) {
        try {
            final ShdrLine line = ShdrParser.parse(text);
            assertThat(line.timeNs()).isBetween(EARLIEST_NS, LATEST_NS - 1);
            assertThat(line.values()).noneMatch(value -> value.key().isBlank());
        } catch (final ShdrSyntaxException refused) {
            assertThat(refused).hasMessageContaining("expected");
        }
    }

    private static AdapterIntake intake(final Times times) {
        final ShdrTcpConfig config = new ShdrTcpConfig(
                "mazak",
                "127.0.0.1",
                1,
                List.of(new MachineSignals(
                        MACHINE,
                        List.of(
                                Signal.state("execution", StateTable.MTCONNECT),
                                Signal.of("mode", Signal.Kind.MODE),
                                Signal.of("message", Signal.Kind.REASON),
                                Signal.of("program", Signal.Kind.ORDER),
                                Signal.counter("parts", Measure.GOOD)))),
                times,
                1_000,
                1_000,
                LINE_BYTES);
        final Judge judge = new Judge();
        return new AdapterIntake(
                config,
                new SourceContext("gw", "mazak", () -> NOW_NS, judge, Set.of(MACHINE), 0),
                judge,
                new ShdrTcpCounters());
    }

    private static long ns(final String time) {
        return Instant.parse(time).getEpochSecond() * 1_000_000_000;
    }

    private static final class Judge implements AdapterIntake.Outlet, io.millrace.ingest.source.Inlet {
        @Override
        public void put(final List<Event> message) {
            assertThat(message).isNotEmpty().allSatisfy(event -> {
                assertThat(event.head().sourceTimeNs()).isBetween(EARLIEST_NS, LATEST_NS - 1);
                assertThat(JournalKit.reread(event)).isEqualTo(event);
            });
        }

        @Override
        public void put(final DeadLetter letter) {
            assertThat(letter.detail()).isNotBlank();
        }

        @Override
        public boolean tryOffer(final List<Event> message, final Runnable durable) {
            throw new AssertionError("goes to the outlet");
        }

        @Override
        public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
            throw new AssertionError("goes to the outlet");
        }
    }
}
