package io.millrace.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportMarksTest {
    private final List<String> holes = new ArrayList<>();
    private final TransportMarks marks = new TransportMarks();

    @Test
    void shouldKnowAGatewayThatRunsOnHoweverManyOthersPassBy() {
        for (int passing = 1; passing <= 100; passing++) {
            assertThat(accept("gw1", 1, passing)).isEqualTo(TransportMarks.Verdict.NEW);
            assertThat(accept("operator", passing, 1)).isEqualTo(TransportMarks.Verdict.NEW);
        }
        assertThat(accept("gw1", 1, 50)).isEqualTo(TransportMarks.Verdict.RESENT);
        assertThat(holes).isEmpty();
    }

    @Test
    void shouldSayWhatIsMissingAndWhatCameAfterAll() {
        accept("gw1", 1, 1);
        accept("gw1", 1, 4);
        accept("gw1", 1, 3);
        assertThat(holes).containsExactly("opened 2-3", "closed 3-3");
    }

    private TransportMarks.Verdict accept(final String gateway, final long incarnation, final long sequence) {
        return marks.accept(gateway, incarnation, sequence, new TransportMarks.Holes() {
            @Override
            public void opened(final TransportMarks.Mark mark, final long firstMissing, final long lastMissing) {
                holes.add("opened " + firstMissing + "-" + lastMissing);
            }

            @Override
            public void closed(final TransportMarks.Mark mark, final long firstMissing, final long lastMissing) {
                holes.add("closed " + firstMissing + "-" + lastMissing);
            }
        });
    }
}
