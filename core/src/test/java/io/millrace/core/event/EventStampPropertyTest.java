package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;

/** What the journal and the forwarder read and write in place is what the decoder reads. */
class EventStampPropertyTest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);

    @Provide
    Arbitrary<Event> events() {
        return AnyEvent.arbitrary();
    }

    @Property(tries = 2_000)
    void shouldReadTheHeadInPlace(@ForAll("events") final Event event, @ForAll @IntRange(max = 100) final int offset) {
        new EventEncoder().encode(event, buffer, offset);
        final EventHead head = event.head();
        assertThat(EventStamp.incarnation(buffer, offset)).isEqualTo(head.incarnation());
        assertThat(EventStamp.sequence(buffer, offset)).isEqualTo(head.sequence());
        assertThat(EventStamp.sourceTimeNs(buffer, offset)).isEqualTo(head.sourceTimeNs());
        assertThat(EventStamp.gatewayTimeNs(buffer, offset)).isEqualTo(head.gatewayTimeNs());
        assertThat(EventStamp.isDefinition(buffer, offset))
                .isEqualTo(head.machine().isEmpty());
        final byte[] machine = new byte[EventStamp.machineLength(buffer, offset)];
        buffer.getBytes(EventStamp.machineOffset(buffer, offset), machine);
        assertThat(new String(machine, StandardCharsets.UTF_8)).isEqualTo(head.machine());
    }

    @Property(tries = 2_000)
    void shouldStampTheTransportIdentityAndNothingElse(
            @ForAll("events") final Event event,
            @ForAll final long incarnation,
            @ForAll final long sequence,
            @ForAll @IntRange(max = 100) final int offset) {
        new EventEncoder().encode(event, buffer, offset);
        EventStamp.stamp(buffer, offset, incarnation, sequence);
        assertThat(new EventDecoder().decode(buffer, offset))
                .isEqualTo(event.withHead(event.head().withTransport(incarnation, sequence)));
    }
}
