package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** An event written from bytes is the event that its record is. */
class EventWriterTest {
    private final EventWriter writer = new EventWriter();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    @Provide
    Arbitrary<Event> states() {
        return AnyEvent.of(Fact.StateChanged.class);
    }

    @Provide
    Arbitrary<Event> reports() {
        return AnyEvent.of(Fact.CountReport.class);
    }

    @Property(tries = 500)
    void shouldWriteAStateFromBytesAsItsRecord(@ForAll("states") final Event event) {
        final Fact.StateChanged fact = (Fact.StateChanged) event.fact();
        head(event.head(), begin(event.head()).stateChanged(fact.state(), fact.mode()));
        text(fact.nativeState());
        text(fact.reason());
        assertThat(written()).isEqualTo(encoded(event));
    }

    @Property(tries = 500)
    void shouldWriteAReportFromBytesAsItsRecord(@ForAll("reports") final Event event) {
        final Fact.CountReport fact = (Fact.CountReport) event.fact();
        head(event.head(), begin(event.head()).countReport(fact.measure(), fact.quantityMilli()));
        text(fact.order());
        text(fact.operation());
        text(fact.reason());
        assertThat(written()).isEqualTo(encoded(event));
    }

    @Test
    void shouldTakeTheLongestTextAndRefuseOneLongerByAByte() {
        final byte[] text = new byte[EventWriter.MAX_TEXT_BYTES + 1];
        Arrays.fill(text, (byte) 'x');
        final EventHead head = EventHead.of("gw", "src", "m", 1, 2);
        head(head, begin(head).connectionChanged(true));
        writer.text(text, 0, EventWriter.MAX_TEXT_BYTES);
        assertThat(new EventDecoder().decode(new UnsafeBuffer(written()), 0).fact())
                .isEqualTo(new Fact.ConnectionChanged(true, "x".repeat(EventWriter.MAX_TEXT_BYTES)));
        assertThatThrownBy(() -> writer.text(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535 bytes");
    }

    private EventWriter begin(final EventHead head) {
        return writer.begin(buffer, 0, head.sourceTimeNs(), head.gatewayTimeNs(), head.quality());
    }

    private void head(final EventHead head, final EventWriter kind) {
        kind.encodedTexts(EventWriter.texts(head.machine(), head.gateway(), head.source()));
        text(head.sourceEventId());
        text(head.correlationId());
        EventStamp.stamp(buffer, 0, head.incarnation(), head.sequence());
    }

    private void text(final String text) {
        final byte[] utf8 = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        writer.text(utf8, 1, utf8.length - 2);
    }

    private byte[] written() {
        final byte[] bytes = new byte[writer.length()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static byte[] encoded(final Event event) {
        final ExpandableArrayBuffer expected = new ExpandableArrayBuffer();
        final byte[] bytes = new byte[new EventEncoder().encode(event, expected, 0)];
        expected.getBytes(0, bytes);
        return bytes;
    }
}
