package io.millrace.benchmarks.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is compared must bring all of it to the same place. */
class PathTest {
    @ParameterizedTest
    @EnumSource(ChannelKind.class)
    void shouldBringEveryMessageToTheOtherThread(final ChannelKind kind) {
        final RingHop hop = new RingHop();
        hop.channel = kind;
        hop.open();
        hop.one();
        for (int i = 0; i < 10; i++) {
            hop.burst();
        }
        hop.close();
        assertThat(hop.sum()).isEqualTo(1 + 10 * RingHop.BURST);
    }

    @ParameterizedTest
    @EnumSource(LogKind.class)
    void shouldFindEveryMessageInTheFile(final LogKind kind) throws Exception {
        final JournalAppend benchmark = new JournalAppend();
        benchmark.log = kind;
        benchmark.open();
        try {
            benchmark.commit64();
            benchmark.append();
            assertThat(benchmark.read())
                    .containsExactlyElementsOf(JournalAppend.messages().subList(0, JournalAppend.GROUP + 1));
        } finally {
            benchmark.close();
        }
    }

    @Test
    void shouldJournalEveryMessageOnItsWay() throws Exception {
        final SourceToDurable benchmark = new SourceToDurable();
        benchmark.open();
        try {
            benchmark.mqttJson();
            assertThat(benchmark.mqttJson()).isEqualTo(2 * SourceToDurable.BATCH);
            assertThat(benchmark.journalled()).isEqualTo(2 * SourceToDurable.BATCH);
        } finally {
            benchmark.close();
        }
    }
}
