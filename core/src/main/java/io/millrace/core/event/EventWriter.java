package io.millrace.core.event;

import io.millrace.core.event.sbe.ConnectionChangedEncoder;
import io.millrace.core.event.sbe.CountReportEncoder;
import io.millrace.core.event.sbe.CounterReadingEncoder;
import io.millrace.core.event.sbe.DecisionCode;
import io.millrace.core.event.sbe.DecisionEncoder;
import io.millrace.core.event.sbe.EventHeadEncoder;
import io.millrace.core.event.sbe.LabourRecordedEncoder;
import io.millrace.core.event.sbe.LotProducedEncoder;
import io.millrace.core.event.sbe.MachineStateCode;
import io.millrace.core.event.sbe.MaterialConsumedEncoder;
import io.millrace.core.event.sbe.MeasureCode;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import io.millrace.core.event.sbe.ModeCode;
import io.millrace.core.event.sbe.OrderContextEncoder;
import io.millrace.core.event.sbe.ProcessValueEncoder;
import io.millrace.core.event.sbe.QualityRecordEncoder;
import io.millrace.core.event.sbe.QualityTypeCode;
import io.millrace.core.event.sbe.ReasonAssignedEncoder;
import io.millrace.core.event.sbe.ScrapDeclaredEncoder;
import io.millrace.core.event.sbe.SignalQualityCode;
import io.millrace.core.event.sbe.SourceGapEncoder;
import io.millrace.core.event.sbe.StateChangedEncoder;
import io.millrace.core.event.sbe.TickEncoder;
import io.millrace.core.event.sbe.TransitionCode;
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

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final StateChangedEncoder stateChanged = new StateChangedEncoder();
    private final CounterReadingEncoder counterReading = new CounterReadingEncoder();
    private final CountReportEncoder countReport = new CountReportEncoder();
    private final OrderContextEncoder orderContext = new OrderContextEncoder();
    private final MaterialConsumedEncoder materialConsumed = new MaterialConsumedEncoder();
    private final LotProducedEncoder lotProduced = new LotProducedEncoder();
    private final QualityRecordEncoder qualityRecord = new QualityRecordEncoder();
    private final LabourRecordedEncoder labourRecorded = new LabourRecordedEncoder();
    private final ReasonAssignedEncoder reasonAssigned = new ReasonAssignedEncoder();
    private final ScrapDeclaredEncoder scrapDeclared = new ScrapDeclaredEncoder();
    private final DecisionEncoder decision = new DecisionEncoder();
    private final SourceGapEncoder sourceGap = new SourceGapEncoder();
    private final ConnectionChangedEncoder connectionChanged = new ConnectionChangedEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final ProcessValueEncoder processValue = new ProcessValueEncoder();

    private MutableDirectBuffer buffer = new UnsafeBuffer(NOTHING);
    private int start;
    private int limit;
    private long sourceTimeNs;
    private long gatewayTimeNs;
    private SignalQualityCode quality = SignalQualityCode.GOOD;
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
        quality = SignalQualityCode.get((short) newQuality.code());
        return this;
    }

    /** Own texts: nativeState, reason. */
    public EventWriter stateChanged(final MachineState state, final Mode mode) {
        stateChanged.wrapAndApplyHeader(buffer, start, header);
        head(stateChanged.head());
        stateChanged.state(MachineStateCode.get((short) state.code())).mode(ModeCode.get((short) mode.code()));
        limit = stateChanged.limit();
        return this;
    }

    /** Has no texts of its own. */
    public EventWriter counterReading(final Measure measure, final boolean reset, final long valueMilli) {
        counterReading.wrapAndApplyHeader(buffer, start, header);
        head(counterReading.head());
        counterReading
                .measure(MeasureCode.get((short) measure.code()))
                .reset(flag(reset))
                .valueMilli(valueMilli);
        limit = counterReading.limit();
        return this;
    }

    /** Own texts: order, operation, reason. */
    public EventWriter countReport(final Measure measure, final long quantityMilli) {
        countReport.wrapAndApplyHeader(buffer, start, header);
        head(countReport.head());
        countReport.measure(MeasureCode.get((short) measure.code())).quantityMilli(quantityMilli);
        limit = countReport.limit();
        return this;
    }

    /** Own texts: order, operation. */
    public EventWriter orderContext(final Transition transition, final boolean cancelled, final int revision) {
        orderContext.wrapAndApplyHeader(buffer, start, header);
        head(orderContext.head());
        orderContext
                .transition(TransitionCode.get((short) transition.code()))
                .cancelled(flag(cancelled))
                .revision(revision);
        limit = orderContext.limit();
        return this;
    }

    /** Own texts: material, lot, order, operation. */
    public EventWriter materialConsumed(final long quantityMilli) {
        materialConsumed.wrapAndApplyHeader(buffer, start, header);
        head(materialConsumed.head());
        materialConsumed.quantityMilli(quantityMilli);
        limit = materialConsumed.limit();
        return this;
    }

    /** Own texts: material, lot. */
    public EventWriter lotProduced(final long quantityMilli) {
        lotProduced.wrapAndApplyHeader(buffer, start, header);
        head(lotProduced.head());
        lotProduced.quantityMilli(quantityMilli);
        limit = lotProduced.limit();
        return this;
    }

    /** Own texts: lot, code. */
    public EventWriter qualityRecord(final QualityType step, final long quantityMilli) {
        qualityRecord.wrapAndApplyHeader(buffer, start, header);
        head(qualityRecord.head());
        qualityRecord.step(QualityTypeCode.get((short) step.code())).quantityMilli(quantityMilli);
        limit = qualityRecord.limit();
        return this;
    }

    /** Own texts: person, activity, order, operation. */
    public EventWriter labourRecorded(final long durationNs) {
        labourRecorded.wrapAndApplyHeader(buffer, start, header);
        head(labourRecorded.head());
        labourRecorded.durationNs(durationNs);
        limit = labourRecorded.limit();
        return this;
    }

    /** Own texts: reason, actor. */
    public EventWriter reasonAssigned(final long fromNs) {
        reasonAssigned.wrapAndApplyHeader(buffer, start, header);
        head(reasonAssigned.head());
        reasonAssigned.fromNs(fromNs);
        limit = reasonAssigned.limit();
        return this;
    }

    /** Own texts: reason, order, operation. */
    public EventWriter scrapDeclared(final long quantityMilli) {
        scrapDeclared.wrapAndApplyHeader(buffer, start, header);
        head(scrapDeclared.head());
        scrapDeclared.quantityMilli(quantityMilli);
        limit = scrapDeclared.limit();
        return this;
    }

    /** Own texts: target, actor, reason. */
    public EventWriter decision(final DecisionType verdict) {
        decision.wrapAndApplyHeader(buffer, start, header);
        head(decision.head());
        decision.verdict(DecisionCode.get((short) verdict.code()));
        limit = decision.limit();
        return this;
    }

    /** Own texts: cause. */
    public EventWriter sourceGap(final long fromNs, final long toNs) {
        sourceGap.wrapAndApplyHeader(buffer, start, header);
        head(sourceGap.head());
        sourceGap.fromNs(fromNs).toNs(toNs);
        limit = sourceGap.limit();
        return this;
    }

    /** Own texts: cause. */
    public EventWriter connectionChanged(final boolean connected) {
        connectionChanged.wrapAndApplyHeader(buffer, start, header);
        head(connectionChanged.head());
        connectionChanged.connected(flag(connected));
        limit = connectionChanged.limit();
        return this;
    }

    /**
     * Own texts: name, text, unit.
     *
     * @param value NaN where it is a text
     */
    public EventWriter processValue(final double value) {
        processValue.wrapAndApplyHeader(buffer, start, header);
        head(processValue.head());
        processValue.value(value);
        limit = processValue.limit();
        return this;
    }

    /** Has no texts of its own. */
    public EventWriter tick() {
        tick.wrapAndApplyHeader(buffer, start, header);
        head(tick.head());
        limit = tick.limit();
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
        return text(NOTHING, 0, 0);
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

    private void head(final EventHeadEncoder out) {
        out.incarnation(0)
                .sequence(0)
                .sourceTimeNs(sourceTimeNs)
                .gatewayTimeNs(gatewayTimeNs)
                .quality(quality);
    }

    private static short flag(final boolean value) {
        return (short) (value ? 1 : 0);
    }
}
