package io.millrace.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ingest.csv.CsvTime.Overlap;
import io.millrace.ingest.json.EntryFault;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTimeTest {
    @Test
    void shouldReadTimesAsTheyAreWritten() {
        assertThat(read("iso", "2026-01-31T12:00:00.123456789+01:00")).isEqualTo("2026-01-31T11:00:00.123456789Z");
        assertThat(read("iso", "2026-01-31 12:00:00")).isEqualTo("2026-01-31T11:00:00Z");
        assertThat(read("iso", " 2026-07-31T12:00 ")).isEqualTo("2026-07-31T10:00:00Z");
        assertThat(read("epoch-s", "1769860800.25")).isEqualTo("2026-01-31T12:00:00.250Z");
        assertThat(read("epoch-ms", "1769860800000")).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(read("dd-MMM-yy hh:mm:ss a", "31-JAN-26 01:02:03 pm")).isEqualTo("2026-01-31T12:02:03Z");
        assertThat(read("yyyy/MM/dd HH:mm:ssXXX", "2026/01/31 12:00:00-05:00")).isEqualTo("2026-01-31T17:00:00Z");
    }

    @Test
    void shouldSayWhichOfTwoTimesIsMeantWhenClocksArePutBack() {
        final String twice = "2026-10-25T02:30:00";

        assertThat(read("iso", twice, Overlap.EARLIER)).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(read("iso", twice, Overlap.LATER)).isEqualTo("2026-10-25T01:30:00Z");
        assertThatThrownBy(() -> read("iso", twice, Overlap.REFUSE)).hasMessageContaining("comes twice");
        assertThat(read("iso", twice + "+01:00", Overlap.REFUSE)).isEqualTo("2026-10-25T01:30:00Z");
    }

    @Test
    void shouldRefuseATimeThatNeverWas() {
        assertThatThrownBy(() -> read("iso", "2026-03-29T02:30:00"))
                .isInstanceOf(EntryFault.class)
                .hasMessageContaining("no such time in Europe/Berlin");
    }

    @Test
    void shouldRefuseWhatIsNoTimeWithTheRemedy() {
        for (final String text : List.of("", "yesterday", "1769860800", "1899-12-30T00:00:00", "x".repeat(1_000))) {
            assertThatThrownBy(() -> read("iso", text)).isInstanceOf(EntryFault.class);
        }
        for (final String text : List.of("1769860800", "1e999999999", "-1e999999999", "1e-999999999", "NaN", "0x10")) {
            assertThatThrownBy(() -> read("epoch-ms", text))
                    .isInstanceOf(EntryFault.class)
                    .hasMessageContaining("correct time.format");
        }
    }

    private static String read(final String form, final String text) {
        return read(form, text, Overlap.EARLIER);
    }

    private static String read(final String form, final String text, final Overlap overlap) {
        final long ns = new CsvTime(form, ZoneId.of("Europe/Berlin"), overlap).parse(text);
        return Instant.ofEpochSecond(ns / 1_000_000_000L, ns % 1_000_000_000L).toString();
    }
}
