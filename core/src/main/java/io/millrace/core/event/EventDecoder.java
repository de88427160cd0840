package io.millrace.core.event;

import io.millrace.core.event.sbe.ConnectionChangedDecoder;
import io.millrace.core.event.sbe.CountReportDecoder;
import io.millrace.core.event.sbe.CounterReadingDecoder;
import io.millrace.core.event.sbe.DecisionDecoder;
import io.millrace.core.event.sbe.EventHeadDecoder;
import io.millrace.core.event.sbe.LabourRecordedDecoder;
import io.millrace.core.event.sbe.LotProducedDecoder;
import io.millrace.core.event.sbe.MaterialConsumedDecoder;
import io.millrace.core.event.sbe.MessageHeaderDecoder;
import io.millrace.core.event.sbe.OrderContextDecoder;
import io.millrace.core.event.sbe.ProcessValueDecoder;
import io.millrace.core.event.sbe.QualityRecordDecoder;
import io.millrace.core.event.sbe.ReasonAssignedDecoder;
import io.millrace.core.event.sbe.ScrapDeclaredDecoder;
import io.millrace.core.event.sbe.SourceGapDecoder;
import io.millrace.core.event.sbe.StateChangedDecoder;
import io.millrace.core.event.sbe.TickDecoder;
import org.agrona.DirectBuffer;

/** Reads canonical events from their SBE form. Holds flyweights, so one instance belongs to one thread. */
public final class EventDecoder {
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final StateChangedDecoder stateChangedDecoder = new StateChangedDecoder();
    private final CounterReadingDecoder counterReadingDecoder = new CounterReadingDecoder();
    private final CountReportDecoder countReportDecoder = new CountReportDecoder();
    private final OrderContextDecoder orderContextDecoder = new OrderContextDecoder();
    private final MaterialConsumedDecoder materialConsumedDecoder = new MaterialConsumedDecoder();
    private final LotProducedDecoder lotProducedDecoder = new LotProducedDecoder();
    private final QualityRecordDecoder qualityRecordDecoder = new QualityRecordDecoder();
    private final LabourRecordedDecoder labourRecordedDecoder = new LabourRecordedDecoder();
    private final ReasonAssignedDecoder reasonAssignedDecoder = new ReasonAssignedDecoder();
    private final ScrapDeclaredDecoder scrapDeclaredDecoder = new ScrapDeclaredDecoder();
    private final DecisionDecoder decisionDecoder = new DecisionDecoder();
    private final SourceGapDecoder sourceGapDecoder = new SourceGapDecoder();
    private final ConnectionChangedDecoder connectionChangedDecoder = new ConnectionChangedDecoder();
    private final TickDecoder tickDecoder = new TickDecoder();
    private final ProcessValueDecoder processValueDecoder = new ProcessValueDecoder();
    private final DefinitionDecoder definitions = new DefinitionDecoder();

    /**
     * Reads an event.
     *
     * @throws UnknownEventException if the kind or the schema is not known to this version: never skip it, upgrade the reader first
     */
    public Event decode(final DirectBuffer buffer, final int offset) {
        headerDecoder.wrap(buffer, offset);
        if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            throw new UnknownEventException("not a Millrace event: schema " + headerDecoder.schemaId());
        }
        return switch (headerDecoder.templateId()) {
            case StateChangedDecoder.TEMPLATE_ID -> decodeStateChanged(buffer, offset);
            case CounterReadingDecoder.TEMPLATE_ID -> decodeCounterReading(buffer, offset);
            case CountReportDecoder.TEMPLATE_ID -> decodeCountReport(buffer, offset);
            case OrderContextDecoder.TEMPLATE_ID -> decodeOrderContext(buffer, offset);
            case MaterialConsumedDecoder.TEMPLATE_ID -> decodeMaterialConsumed(buffer, offset);
            case LotProducedDecoder.TEMPLATE_ID -> decodeLotProduced(buffer, offset);
            case QualityRecordDecoder.TEMPLATE_ID -> decodeQualityRecord(buffer, offset);
            case LabourRecordedDecoder.TEMPLATE_ID -> decodeLabourRecorded(buffer, offset);
            case ReasonAssignedDecoder.TEMPLATE_ID -> decodeReasonAssigned(buffer, offset);
            case ScrapDeclaredDecoder.TEMPLATE_ID -> decodeScrapDeclared(buffer, offset);
            case DecisionDecoder.TEMPLATE_ID -> decodeDecision(buffer, offset);
            case SourceGapDecoder.TEMPLATE_ID -> decodeSourceGap(buffer, offset);
            case ConnectionChangedDecoder.TEMPLATE_ID -> decodeConnectionChanged(buffer, offset);
            case TickDecoder.TEMPLATE_ID -> decodeTick(buffer, offset);
            case ProcessValueDecoder.TEMPLATE_ID -> decodeProcessValue(buffer, offset);
            default -> definitions.decode(headerDecoder, buffer, offset);
        };
    }

    private Event decodeStateChanged(final DirectBuffer buffer, final int offset) {
        final StateChangedDecoder in = stateChangedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.StateChanged(
                        MachineState.of(in.stateRaw()), Mode.of(in.modeRaw()), in.nativeState(), in.reason()));
    }

    private Event decodeCounterReading(final DirectBuffer buffer, final int offset) {
        final CounterReadingDecoder in = counterReadingDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded, new Fact.CounterReading(Measure.of(in.measureRaw()), in.reset() != 0, in.valueMilli()));
    }

    private Event decodeCountReport(final DirectBuffer buffer, final int offset) {
        final CountReportDecoder in = countReportDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.CountReport(
                        Measure.of(in.measureRaw()), in.quantityMilli(), in.order(), in.operation(), in.reason()));
    }

    private Event decodeOrderContext(final DirectBuffer buffer, final int offset) {
        final OrderContextDecoder in = orderContextDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.OrderContext(
                        Transition.of(in.transitionRaw()),
                        in.cancelled() != 0,
                        in.revision(),
                        in.order(),
                        in.operation()));
    }

    private Event decodeMaterialConsumed(final DirectBuffer buffer, final int offset) {
        final MaterialConsumedDecoder in = materialConsumedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.MaterialConsumed(in.quantityMilli(), in.material(), in.lot(), in.order(), in.operation()));
    }

    private Event decodeLotProduced(final DirectBuffer buffer, final int offset) {
        final LotProducedDecoder in = lotProducedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.LotProduced(in.quantityMilli(), in.material(), in.lot()));
    }

    private Event decodeQualityRecord(final DirectBuffer buffer, final int offset) {
        final QualityRecordDecoder in = qualityRecordDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded, new Fact.QualityRecord(QualityType.of(in.stepRaw()), in.quantityMilli(), in.lot(), in.code()));
    }

    private Event decodeLabourRecorded(final DirectBuffer buffer, final int offset) {
        final LabourRecordedDecoder in = labourRecordedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.LabourRecorded(in.durationNs(), in.person(), in.activity(), in.order(), in.operation()));
    }

    private Event decodeReasonAssigned(final DirectBuffer buffer, final int offset) {
        final ReasonAssignedDecoder in = reasonAssignedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.ReasonAssigned(in.fromNs(), in.reason(), in.actor()));
    }

    private Event decodeScrapDeclared(final DirectBuffer buffer, final int offset) {
        final ScrapDeclaredDecoder in = scrapDeclaredDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.ScrapDeclared(in.quantityMilli(), in.reason(), in.order(), in.operation()));
    }

    private Event decodeDecision(final DirectBuffer buffer, final int offset) {
        final DecisionDecoder in = decisionDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded, new Fact.Decision(DecisionType.of(in.verdictRaw()), in.target(), in.actor(), in.reason()));
    }

    private Event decodeSourceGap(final DirectBuffer buffer, final int offset) {
        final SourceGapDecoder in = sourceGapDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.SourceGap(in.fromNs(), in.toNs(), in.cause()));
    }

    private Event decodeConnectionChanged(final DirectBuffer buffer, final int offset) {
        final ConnectionChangedDecoder in = connectionChangedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.ConnectionChanged(in.connected() != 0, in.cause()));
    }

    private Event decodeTick(final DirectBuffer buffer, final int offset) {
        final TickDecoder in = tickDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.Tick());
    }

    private Event decodeProcessValue(final DirectBuffer buffer, final int offset) {
        final ProcessValueDecoder in = processValueDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final EventHeadDecoder head = in.head();
        final EventHead decoded =
                head(head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.ProcessValue(in.name(), in.value(), in.text(), in.unit()));
    }

    static EventHead head(
            final EventHeadDecoder in,
            final String machine,
            final String gateway,
            final String source,
            final String sourceEventId,
            final String correlationId) {
        return new EventHead(
                machine,
                gateway,
                in.incarnation(),
                in.sequence(),
                source,
                sourceEventId,
                correlationId,
                in.sourceTimeNs(),
                in.gatewayTimeNs(),
                SignalQuality.of(in.qualityRaw()));
    }
}
