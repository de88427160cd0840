package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.event.sbe.MessageHeaderDecoder;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** What is written as bytes is read back as it was, or not at all. */
class EventCodecPropertyTest {
    private final EventEncoder encoder = new EventEncoder();
    private final EventDecoder decoder = new EventDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);

    @Provide
    Arbitrary<Event> events() {
        return AnyEvent.arbitrary();
    }

    @Property(tries = 5_000)
    void shouldReadBackWhatWasWritten(
            @ForAll("events") final Event event, @ForAll @IntRange(max = 100) final int offset) {
        encoder.encode(event, buffer, offset);
        assertThat(decoder.decode(buffer, offset)).isEqualTo(event);
    }

    @Property(tries = 500)
    void shouldWriteNothingBehindTheLengthItGives(@ForAll("events") final Event event) {
        assertThat(decoder.decode(new UnsafeBuffer(bytes(event)), 0)).isEqualTo(event);
    }

    @Property(tries = 300)
    void shouldNeverReadAnEventFromPartOfItsBytes(@ForAll("events") final Event event) {
        final byte[] whole = bytes(event);
        for (int length = 0; length < whole.length; length++) {
            final UnsafeBuffer part = new UnsafeBuffer(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> decoder.decode(part, 0))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Property(tries = 500)
    void shouldReadEventsOfANewerSchemaThatOnlyAddedFields(
            @ForAll("events") final Event event, @ForAll @IntRange(min = 1, max = 40) final int added) {
        final byte[] known = bytes(event);
        final UnsafeBuffer old = new UnsafeBuffer(known);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(old, 0);
        final int blockEnd = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        final UnsafeBuffer newer = new UnsafeBuffer(new byte[known.length + added]);
        newer.setMemory(0, newer.capacity(), (byte) 0x5A);
        newer.putBytes(0, known, 0, blockEnd);
        newer.putBytes(blockEnd + added, known, blockEnd, known.length - blockEnd);
        new MessageHeaderEncoder()
                .wrap(newer, 0)
                .blockLength(header.blockLength() + added)
                .version(header.version() + 1);

        assertThat(decoder.decode(newer, 0)).isEqualTo(event);
        assertThat(EventStamp.isDefinition(newer, 0))
                .isEqualTo(event.head().machine().isEmpty());
    }

    @Test
    void shouldHaveAnEncodingForEveryKindOfFact() {
        assertThat(AnyEvent.kinds()).hasSizeGreaterThanOrEqualTo(18);
        for (final Class<?> kind : AnyEvent.kinds()) {
            final Event event = AnyEvent.of(kind).sample();
            encoder.encode(event, buffer, 0);
            assertThat(decoder.decode(buffer, 0).fact())
                    .as(kind.getSimpleName())
                    .isInstanceOf(kind);
        }
    }

    @Test
    void shouldRefuseAKindItDoesNotKnow() {
        final UnsafeBuffer event = new UnsafeBuffer(bytes(reading()));
        new MessageHeaderEncoder().wrap(event, 0).templateId(999);
        assertThatThrownBy(() -> decoder.decode(event, 0))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("999");
    }

    @Test
    void shouldRefuseAnotherSchema() {
        final UnsafeBuffer event = new UnsafeBuffer(bytes(reading()));
        new MessageHeaderEncoder().wrap(event, 0).schemaId(1);
        assertThatThrownBy(() -> decoder.decode(event, 0))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("not a Millrace event");
    }

    @Test
    void shouldRefuseACodeItDoesNotKnow() {
        final byte[] good = bytes(reading());
        final byte[] scrap = bytes(new Event(reading().head(), new Fact.CounterReading(Measure.SCRAP, false, 1_000)));
        final UnsafeBuffer event = new UnsafeBuffer(good);
        event.putByte(Arrays.mismatch(good, scrap), (byte) 99);
        assertThatThrownBy(() -> decoder.decode(event, 0))
                .isInstanceOf(UnknownEventException.class)
                .hasMessageContaining("Measure 99");
    }

    @Test
    void shouldRefuseTextThatDoesNotFitRatherThanCutIt() {
        final Event event = new Event(reading().head(), new Fact.ConnectionChanged(true, "x".repeat(65_535)));
        assertThatThrownBy(() -> encoder.encode(event, buffer, 0)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldRefuseARevisionThatDoesNotFitRatherThanChangeIt() {
        for (final int revision : new int[] {-1, 65_536, 70_000, Integer.MAX_VALUE}) {
            final Event event = new Event(
                    reading().head(), new Fact.OrderContext(Transition.STARTED, false, revision, "1001", "0010"));
            assertThatThrownBy(() -> encoder.encode(event, buffer, 0))
                    .as("revision %s", revision)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private static Event reading() {
        return new Event(
                EventHead.of("gw1", "plc", "acme/berlin/press/line1/press1", 1, 2),
                new Fact.CounterReading(Measure.GOOD, false, 1_000));
    }

    private byte[] bytes(final Event event) {
        final int length = encoder.encode(event, buffer, 0);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
