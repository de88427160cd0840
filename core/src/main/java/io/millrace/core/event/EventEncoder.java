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
import org.agrona.MutableDirectBuffer;

/**
 * Writes canonical events in their SBE form (schema {@code events.xml}), the same bytes in the journal and on Kafka. Holds
 * flyweights, so one instance belongs to one thread.
 */
public final class EventEncoder {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final StateChangedEncoder stateChangedEncoder = new StateChangedEncoder();
    private final CounterReadingEncoder counterReadingEncoder = new CounterReadingEncoder();
    private final CountReportEncoder countReportEncoder = new CountReportEncoder();
    private final OrderContextEncoder orderContextEncoder = new OrderContextEncoder();
    private final MaterialConsumedEncoder materialConsumedEncoder = new MaterialConsumedEncoder();
    private final LotProducedEncoder lotProducedEncoder = new LotProducedEncoder();
    private final QualityRecordEncoder qualityRecordEncoder = new QualityRecordEncoder();
    private final LabourRecordedEncoder labourRecordedEncoder = new LabourRecordedEncoder();
    private final ReasonAssignedEncoder reasonAssignedEncoder = new ReasonAssignedEncoder();
    private final ScrapDeclaredEncoder scrapDeclaredEncoder = new ScrapDeclaredEncoder();
    private final DecisionEncoder decisionEncoder = new DecisionEncoder();
    private final SourceGapEncoder sourceGapEncoder = new SourceGapEncoder();
    private final ConnectionChangedEncoder connectionChangedEncoder = new ConnectionChangedEncoder();
    private final TickEncoder tickEncoder = new TickEncoder();
    private final ProcessValueEncoder processValueEncoder = new ProcessValueEncoder();
    private final DefinitionEncoder definitions = new DefinitionEncoder();

    /**
     * Writes an event.
     *
     * @param buffer large enough, or expandable; otherwise {@link IndexOutOfBoundsException}
     * @return the length in bytes
     */
    public int encode(final Event event, final MutableDirectBuffer buffer, final int offset) {
        final EventHead head = event.head();
        final Fact fact = event.fact();
        if (fact instanceof Fact.StateChanged f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.CounterReading f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.CountReport f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.OrderContext f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.MaterialConsumed f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.LotProduced f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.QualityRecord f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.LabourRecorded f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ReasonAssigned f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ScrapDeclared f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.Decision f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.SourceGap f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ConnectionChanged f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.Tick f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ProcessValue f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.Definition f) {
            return definitions.encode(head, f, buffer, offset);
        }
        throw new IllegalStateException("no encoding for " + fact.getClass());
    }

    private int encode(
            final EventHead head, final Fact.StateChanged fact, final MutableDirectBuffer buffer, final int offset) {
        stateChangedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(stateChangedEncoder.head(), head);
        stateChangedEncoder
                .state(MachineStateCode.get((short) fact.state().code()))
                .mode(ModeCode.get((short) fact.mode().code()));
        stateChangedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        stateChangedEncoder.nativeState(fact.nativeState()).reason(fact.reason());
        return HEADER + stateChangedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.CounterReading fact, final MutableDirectBuffer buffer, final int offset) {
        counterReadingEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(counterReadingEncoder.head(), head);
        counterReadingEncoder
                .measure(MeasureCode.get((short) fact.measure().code()))
                .reset(flag(fact.reset()))
                .valueMilli(fact.valueMilli());
        counterReadingEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        return HEADER + counterReadingEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.CountReport fact, final MutableDirectBuffer buffer, final int offset) {
        countReportEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(countReportEncoder.head(), head);
        countReportEncoder
                .measure(MeasureCode.get((short) fact.measure().code()))
                .quantityMilli(fact.quantityMilli());
        countReportEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        countReportEncoder.order(fact.order()).operation(fact.operation()).reason(fact.reason());
        return HEADER + countReportEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.OrderContext fact, final MutableDirectBuffer buffer, final int offset) {
        orderContextEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(orderContextEncoder.head(), head);
        orderContextEncoder
                .transition(TransitionCode.get((short) fact.transition().code()))
                .cancelled(flag(fact.cancelled()))
                .revision(fact.revision());
        orderContextEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        orderContextEncoder.order(fact.order()).operation(fact.operation());
        return HEADER + orderContextEncoder.encodedLength();
    }

    private int encode(
            final EventHead head,
            final Fact.MaterialConsumed fact,
            final MutableDirectBuffer buffer,
            final int offset) {
        materialConsumedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(materialConsumedEncoder.head(), head);
        materialConsumedEncoder.quantityMilli(fact.quantityMilli());
        materialConsumedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        materialConsumedEncoder
                .material(fact.material())
                .lot(fact.lot())
                .order(fact.order())
                .operation(fact.operation());
        return HEADER + materialConsumedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.LotProduced fact, final MutableDirectBuffer buffer, final int offset) {
        lotProducedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(lotProducedEncoder.head(), head);
        lotProducedEncoder.quantityMilli(fact.quantityMilli());
        lotProducedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        lotProducedEncoder.material(fact.material()).lot(fact.lot());
        return HEADER + lotProducedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.QualityRecord fact, final MutableDirectBuffer buffer, final int offset) {
        qualityRecordEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(qualityRecordEncoder.head(), head);
        qualityRecordEncoder
                .step(QualityTypeCode.get((short) fact.step().code()))
                .quantityMilli(fact.quantityMilli());
        qualityRecordEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        qualityRecordEncoder.lot(fact.lot()).code(fact.code());
        return HEADER + qualityRecordEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.LabourRecorded fact, final MutableDirectBuffer buffer, final int offset) {
        labourRecordedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(labourRecordedEncoder.head(), head);
        labourRecordedEncoder.durationNs(fact.durationNs());
        labourRecordedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        labourRecordedEncoder
                .person(fact.person())
                .activity(fact.activity())
                .order(fact.order())
                .operation(fact.operation());
        return HEADER + labourRecordedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ReasonAssigned fact, final MutableDirectBuffer buffer, final int offset) {
        reasonAssignedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(reasonAssignedEncoder.head(), head);
        reasonAssignedEncoder.fromNs(fact.fromNs());
        reasonAssignedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        reasonAssignedEncoder.reason(fact.reason()).actor(fact.actor());
        return HEADER + reasonAssignedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ScrapDeclared fact, final MutableDirectBuffer buffer, final int offset) {
        scrapDeclaredEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(scrapDeclaredEncoder.head(), head);
        scrapDeclaredEncoder.quantityMilli(fact.quantityMilli());
        scrapDeclaredEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        scrapDeclaredEncoder.reason(fact.reason()).order(fact.order()).operation(fact.operation());
        return HEADER + scrapDeclaredEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.Decision fact, final MutableDirectBuffer buffer, final int offset) {
        decisionEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(decisionEncoder.head(), head);
        decisionEncoder.verdict(DecisionCode.get((short) fact.verdict().code()));
        decisionEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        decisionEncoder.target(fact.target()).actor(fact.actor()).reason(fact.reason());
        return HEADER + decisionEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.SourceGap fact, final MutableDirectBuffer buffer, final int offset) {
        sourceGapEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(sourceGapEncoder.head(), head);
        sourceGapEncoder.fromNs(fact.fromNs()).toNs(fact.toNs());
        sourceGapEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        sourceGapEncoder.cause(fact.cause());
        return HEADER + sourceGapEncoder.encodedLength();
    }

    private int encode(
            final EventHead head,
            final Fact.ConnectionChanged fact,
            final MutableDirectBuffer buffer,
            final int offset) {
        connectionChangedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(connectionChangedEncoder.head(), head);
        connectionChangedEncoder.connected(flag(fact.connected()));
        connectionChangedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        connectionChangedEncoder.cause(fact.cause());
        return HEADER + connectionChangedEncoder.encodedLength();
    }

    private int encode(final EventHead head, final Fact.Tick fact, final MutableDirectBuffer buffer, final int offset) {
        tickEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(tickEncoder.head(), head);
        tickEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        return HEADER + tickEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ProcessValue fact, final MutableDirectBuffer buffer, final int offset) {
        processValueEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        head(processValueEncoder.head(), head);
        processValueEncoder.value(fact.value());
        processValueEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        processValueEncoder.name(fact.name()).text(fact.text()).unit(fact.unit());
        return HEADER + processValueEncoder.encodedLength();
    }

    /** The head every kind opens with. */
    static void head(final EventHeadEncoder out, final EventHead head) {
        out.incarnation(head.incarnation())
                .sequence(head.sequence())
                .sourceTimeNs(head.sourceTimeNs())
                .gatewayTimeNs(head.gatewayTimeNs())
                .quality(SignalQualityCode.get((short) head.quality().code()));
    }

    static short flag(final boolean value) {
        return (short) (value ? 1 : 0);
    }
}
