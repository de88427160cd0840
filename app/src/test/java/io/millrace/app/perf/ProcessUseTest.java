package io.millrace.app.perf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessUseTest {
    @Test
    void shouldReadTheTimeBehindANameWithBracketsAndBlanks() {
        final String stat = "4711 (a (b) c) S 1 2 3 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 40 0 9999 1 2";

        assertThat(ProcessUse.cpuUs(stat)).isEqualTo(3_000_000);
        assertThat(ProcessUse.cpuUs("")).isEqualTo(ProcessUse.UNKNOWN);
    }

    @Test
    void shouldReadMemoryFromTheStatus() {
        final String status = "Name:\tjava\nVmHWM:\t  2048 kB\nVmRSS:\t     512 kB\n";

        assertThat(ProcessUse.kilobytes(status, "VmRSS")).isEqualTo(512 * 1024);
        assertThat(ProcessUse.kilobytes(status, "VmHWM")).isEqualTo(2048 * 1024);
        assertThat(ProcessUse.kilobytes("", "VmRSS")).isEqualTo(ProcessUse.UNKNOWN);
    }

    @Test
    void shouldAddUpTheGenerationsOfAHeap() {
        final String said =
                """
                4711:
                 def new generation   total 9792K, used 100K [0x00, 0x01, 0x02)
                  eden space 8704K,   1% used [0x00, 0x01, 0x02)
                 tenured generation   total 21888K, used 2000K [0x00, 0x01, 0x02)
                   the space 21888K,   9% used [0x00, 0x01, 0x02, 0x03)
                 Metaspace       used 5000K, committed 5100K, reserved 1056768K
                """;

        assertThat(ProcessUse.usedBytes(said)).isEqualTo(2_100 * 1024);
        assertThat(ProcessUse.usedBytes("")).isEqualTo(ProcessUse.UNKNOWN);
    }
}
