package io.millrace.core.event;

import io.millrace.core.event.sbe.AuthorityCode;
import io.millrace.core.event.sbe.CorrectionCode;
import io.millrace.core.event.sbe.MachineDefinedEncoder;
import io.millrace.core.event.sbe.MaterialDefinedEncoder;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import io.millrace.core.event.sbe.OperationDefinedEncoder;
import io.millrace.core.event.sbe.ReasonDefinedEncoder;
import org.agrona.MutableDirectBuffer;

/** The part of {@link EventEncoder} that writes master data. One instance belongs to one thread. */
final class DefinitionEncoder {
    private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;

    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MachineDefinedEncoder machineDefinedEncoder = new MachineDefinedEncoder();
    private final OperationDefinedEncoder operationDefinedEncoder = new OperationDefinedEncoder();
    private final ReasonDefinedEncoder reasonDefinedEncoder = new ReasonDefinedEncoder();
    private final MaterialDefinedEncoder materialDefinedEncoder = new MaterialDefinedEncoder();

    int encode(final EventHead head, final Fact.Definition fact, final MutableDirectBuffer buffer, final int offset) {
        if (fact instanceof Fact.MachineDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.OperationDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ReasonDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.MaterialDefined f) {
            return encode(head, f, buffer, offset);
        }
        throw new IllegalStateException("no encoding for " + fact.getClass());
    }

    private int encode(
            final EventHead head, final Fact.MachineDefined fact, final MutableDirectBuffer buffer, final int offset) {
        machineDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(machineDefinedEncoder.head(), head);
        machineDefinedEncoder
                .effectiveFromNs(fact.effectiveFromNs())
                .authority(AuthorityCode.get((short) fact.authority().code()))
                .goodModulusMilli(fact.goodModulusMilli())
                .goodMaxStepMilli(fact.goodMaxStepMilli())
                .scrapModulusMilli(fact.scrapModulusMilli())
                .scrapMaxStepMilli(fact.scrapMaxStepMilli())
                .maxSpanNs(fact.maxSpanNs())
                .settleAfterNs(fact.settleAfterNs());
        machineDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        machineDefinedEncoder.path(fact.path()).timeZone(fact.timeZone());
        return HEADER + machineDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head,
            final Fact.OperationDefined fact,
            final MutableDirectBuffer buffer,
            final int offset) {
        operationDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(operationDefinedEncoder.head(), head);
        operationDefinedEncoder
                .effectiveFromNs(fact.effectiveFromNs())
                .plannedMilli(fact.plannedMilli())
                .confirmEveryMilli(fact.confirmEveryMilli())
                .confirmIntervalNs(fact.confirmIntervalNs())
                .atMilestones(EventEncoder.flag(fact.atMilestones()))
                .correction(CorrectionCode.get((short) fact.correction().code()));
        operationDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        operationDefinedEncoder
                .order(fact.order())
                .operation(fact.operation())
                .material(fact.material())
                .unit(fact.unit());
        return HEADER + operationDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ReasonDefined fact, final MutableDirectBuffer buffer, final int offset) {
        reasonDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(reasonDefinedEncoder.head(), head);
        reasonDefinedEncoder.effectiveFromNs(fact.effectiveFromNs()).planned(EventEncoder.flag(fact.planned()));
        reasonDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        reasonDefinedEncoder.code(fact.code()).text(fact.text());
        return HEADER + reasonDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.MaterialDefined fact, final MutableDirectBuffer buffer, final int offset) {
        materialDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(materialDefinedEncoder.head(), head);
        materialDefinedEncoder.effectiveFromNs(fact.effectiveFromNs());
        materialDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        materialDefinedEncoder.material(fact.material()).text(fact.text()).unit(fact.unit());
        return HEADER + materialDefinedEncoder.encodedLength();
    }
}
