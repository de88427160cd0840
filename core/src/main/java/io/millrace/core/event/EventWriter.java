package io.millrace.core.event;

import io.millrace.core.event.sbe.ConnectionChangedEncoder;
import io.millrace.core.event.sbe.CountReportEncoder;
import io.millrace.core.event.sbe.CounterReadingEncoder;
import io.millrace.core.event.sbe.DecisionEncoder;
import io.millrace.core.event.sbe.EventHeadEncoder;
import io.millrace.core.event.sbe.LabourRecordedEncoder;
import io.millrace.core.event.sbe.LotProducedEncoder;
import io.millrace.core.event.sbe.MaterialConsumedEncoder;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import io.millrace.core.event.sbe.OrderContextEncoder;
import io.millrace.core.event.sbe.ProcessValueEncoder;
import io.millrace.core.event.sbe.QualityRecordEncoder;
import io.millrace.core.event.sbe.ReasonAssignedEncoder;
import io.millrace.core.event.sbe.ScrapDeclaredEncoder;
import io.millrace.core.event.sbe.SourceGapEncoder;
import io.millrace.core.event.sbe.StateChangedEncoder;
import io.millrace.core.event.sbe.TickEncoder;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes canonical events in their SBE form (schema {@code events.xml}) from numbers and bytes, for who makes no records on the way:
 * {@link #begin}, one kind, then its texts in the schema's order, which opens with machine, gateway, source, source event id and
 * correlation id and goes on with the kind's own, as its method says. Allocates nothing but for texts that are not ASCII. Holds
 * flyweights, so one instance belongs to one thread.
 */
public final class EventWriter {
    /** The longest text, in bytes of UTF-8. */
    public static final int MAX_TEXT_BYTES = 65_534;

    private static final byte[] NOTHING = {};

    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
    private static final int INCARNATION = HEADER + EventHeadEncoder.incarnationEncodingOffset();
    private static final int SEQUENCE = HEADER + EventHeadEncoder.sequenceEncodingOffset();
    private static final int SOURCE_TIME = HEADER + EventHeadEncoder.sourceTimeNsEncodingOffset();
    private static final int GATEWAY_TIME = HEADER + EventHeadEncoder.gatewayTimeNsEncodingOffset();
    private static final int QUALITY = HEADER + EventHeadEncoder.qualityEncodingOffset();
    /** Schema and version of a message's header, which is written as one number. */
    private static final long SCHEMA =
            (long) MessageHeaderEncoder.SCHEMA_ID << 32 | (long) MessageHeaderEncoder.SCHEMA_VERSION << 48;

    private MutableDirectBuffer buffer = new UnsafeBuffer(NOTHING);
    private int start;
    private int limit;
    private long sourceTimeNs;
    private long gatewayTimeNs;
    private int quality;
    private final byte[] ascii = new byte[1024];

    /**
     * @param newBuffer large enough, or expandable; otherwise {@link IndexOutOfBoundsException}
     * @param newSourceTimeNs the machine's clock, nanoseconds since the epoch
     * @param newGatewayTimeNs the gateway's clock, nanoseconds since the epoch
     */
    public EventWriter begin(
            final MutableDirectBuffer newBuffer,
            final int offset,
            final long newSourceTimeNs,
            final long newGatewayTimeNs,
            final SignalQuality newQuality) {
        buffer = newBuffer;
        start = offset;
        limit = offset;
        sourceTimeNs = newSourceTimeNs;
        gatewayTimeNs = newGatewayTimeNs;
        quality = newQuality.code();
        return this;
    }

    /** Own texts: nativeState, reason. */
    public EventWriter stateChanged(final MachineState state, final Mode mode) {
        open(StateChangedEncoder.TEMPLATE_ID, StateChangedEncoder.BLOCK_LENGTH, state.code() | mode.code() << 8);
        return this;
    }

    /** Has no texts of its own. */
    public EventWriter counterReading(final Measure measure, final boolean reset, final long valueMilli) {
        open(CounterReadingEncoder.TEMPLATE_ID, CounterReadingEncoder.BLOCK_LENGTH, measure.code() | flag(reset) << 8);
        number(CounterReadingEncoder.valueMilliEncodingOffset(), valueMilli);
        return this;
    }

    /** Own texts: order, operation, reason. */
    public EventWriter countReport(final Measure measure, final long quantityMilli) {
        open(CountReportEncoder.TEMPLATE_ID, CountReportEncoder.BLOCK_LENGTH, measure.code());
        number(CountReportEncoder.quantityMilliEncodingOffset(), quantityMilli);
        return this;
    }

    /** Own texts: order, operation. */
    public EventWriter orderContext(final Transition transition, final boolean cancelled, final int revision) {
        open(
                OrderContextEncoder.TEMPLATE_ID,
                OrderContextEncoder.BLOCK_LENGTH,
                transition.code() | flag(cancelled) << 8 | revision << 16);
        return this;
    }

    /** Own texts: material, lot, order, operation. */
    public EventWriter materialConsumed(final long quantityMilli) {
        open(MaterialConsumedEncoder.TEMPLATE_ID, MaterialConsumedEncoder.BLOCK_LENGTH, 0);
        number(MaterialConsumedEncoder.quantityMilliEncodingOffset(), quantityMilli);
        return this;
    }

    /** Own texts: material, lot. */
    public EventWriter lotProduced(final long quantityMilli) {
        open(LotProducedEncoder.TEMPLATE_ID, LotProducedEncoder.BLOCK_LENGTH, 0);
        number(LotProducedEncoder.quantityMilliEncodingOffset(), quantityMilli);
        return this;
    }

    /** Own texts: lot, code. */
    public EventWriter qualityRecord(final QualityType step, final long quantityMilli) {
        open(QualityRecordEncoder.TEMPLATE_ID, QualityRecordEncoder.BLOCK_LENGTH, step.code());
        number(QualityRecordEncoder.quantityMilliEncodingOffset(), quantityMilli);
        return this;
    }

    /** Own texts: person, activity, order, operation. */
    public EventWriter labourRecorded(final long durationNs) {
        open(LabourRecordedEncoder.TEMPLATE_ID, LabourRecordedEncoder.BLOCK_LENGTH, 0);
        number(LabourRecordedEncoder.durationNsEncodingOffset(), durationNs);
        return this;
    }

    /** Own texts: reason, actor. */
    public EventWriter reasonAssigned(final long fromNs) {
        open(ReasonAssignedEncoder.TEMPLATE_ID, ReasonAssignedEncoder.BLOCK_LENGTH, 0);
        number(ReasonAssignedEncoder.fromNsEncodingOffset(), fromNs);
        return this;
    }

    /** Own texts: reason, order, operation. */
    public EventWriter scrapDeclared(final long quantityMilli) {
        open(ScrapDeclaredEncoder.TEMPLATE_ID, ScrapDeclaredEncoder.BLOCK_LENGTH, 0);
        number(ScrapDeclaredEncoder.quantityMilliEncodingOffset(), quantityMilli);
        return this;
    }

    /** Own texts: target, actor, reason. */
    public EventWriter decision(final DecisionType verdict) {
        open(DecisionEncoder.TEMPLATE_ID, DecisionEncoder.BLOCK_LENGTH, verdict.code());
        return this;
    }

    /** Own texts: cause. */
    public EventWriter sourceGap(final long fromNs, final long toNs) {
        open(SourceGapEncoder.TEMPLATE_ID, SourceGapEncoder.BLOCK_LENGTH, 0);
        number(SourceGapEncoder.fromNsEncodingOffset(), fromNs);
        number(SourceGapEncoder.toNsEncodingOffset(), toNs);
        return this;
    }

    /** Own texts: cause. */
    public EventWriter connectionChanged(final boolean connected) {
        open(ConnectionChangedEncoder.TEMPLATE_ID, ConnectionChangedEncoder.BLOCK_LENGTH, flag(connected));
        return this;
    }

    /**
     * Own texts: name, text, unit.
     *
     * @param value NaN where it is a text
     */
    public EventWriter processValue(final double value) {
        open(ProcessValueEncoder.TEMPLATE_ID, ProcessValueEncoder.BLOCK_LENGTH, 0);
        number(ProcessValueEncoder.valueEncodingOffset(), Double.doubleToRawLongBits(value));
        return this;
    }

    /** Has no texts of its own. */
    public EventWriter tick() {
        open(TickEncoder.TEMPLATE_ID, TickEncoder.BLOCK_LENGTH, 0);
        return this;
    }

    /** Texts as they stand in an event already, each behind its length: {@link #texts} makes them. */
    public EventWriter encodedTexts(final byte[] texts) {
        buffer.putBytes(limit, texts);
        limit += texts.length;
        return this;
    }

    /** @param utf8 is not checked */
    public EventWriter text(final byte[] utf8, final int offset, final int length) {
        if (length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "a text of " + length + " bytes: at most " + MAX_TEXT_BYTES + " can be encoded");
        }
        buffer.putShort(limit, (short) length, ByteOrder.LITTLE_ENDIAN);
        buffer.putBytes(limit + Short.BYTES, utf8, offset, length);
        limit += Short.BYTES + length;
        return this;
    }

    public EventWriter text(final byte[] utf8) {
        return text(utf8, 0, utf8.length);
    }

    public EventWriter text(final String text) {
        final int length = text.length();
        if (length > ascii.length) {
            return text(text.getBytes(StandardCharsets.UTF_8));
        }
        int seen = 0;
        for (int i = 0; i < length; i++) {
            final char c = text.charAt(i);
            seen |= c;
            ascii[i] = (byte) c;
        }
        return seen < 0x80 ? text(ascii, 0, length) : text(text.getBytes(StandardCharsets.UTF_8));
    }

    public EventWriter noText() {
        buffer.putShort(limit, (short) 0, ByteOrder.LITTLE_ENDIAN);
        limit += Short.BYTES;
        return this;
    }

    /** The length of the event in bytes, all of its texts given. */
    public int length() {
        return limit - start;
    }

    /** Texts that are the same in many events, as {@link #encodedTexts} takes them. */
    public static byte[] texts(final String... texts) {
        final ExpandableArrayBuffer encoded = new ExpandableArrayBuffer();
        final EventWriter writer = new EventWriter();
        writer.buffer = encoded;
        for (final String text : texts) {
            writer.text(text);
        }
        final byte[] bytes = new byte[writer.limit];
        encoded.getBytes(0, bytes);
        return bytes;
    }

    /**
     * Writes the header, the head and the small fields behind it as longs: what they write too much is overwritten by what follows, of
     * which there is enough in the texts' lengths alone.
     *
     * @param small the kind's own fields in front of its number, the first in the lowest bits
     */
    private void open(final int templateId, final int blockLength, final int small) {
        putLong(start, SCHEMA | (long) templateId << 16 | blockLength);
        putLong(start + INCARNATION, 0);
        putLong(start + SEQUENCE, 0);
        putLong(start + SOURCE_TIME, sourceTimeNs);
        putLong(start + GATEWAY_TIME, gatewayTimeNs);
        putLong(start + QUALITY, (long) small << 8 | quality);
        limit = start + HEADER + blockLength;
    }

    private void number(final int offset, final long value) {
        putLong(start + HEADER + offset, value);
    }

    private void putLong(final int index, final long value) {
        buffer.putLong(index, value, ByteOrder.LITTLE_ENDIAN);
    }

    private static int flag(final boolean value) {
        return value ? 1 : 0;
    }
}
