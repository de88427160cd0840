package io.millrace.core.event;

import io.millrace.core.event.sbe.AuthorityCode;
import io.millrace.core.event.sbe.CalendarDefinedEncoder;
import io.millrace.core.event.sbe.CorrectionCode;
import io.millrace.core.event.sbe.MachineDefinedEncoder;
import io.millrace.core.event.sbe.MaterialDefinedEncoder;
import io.millrace.core.event.sbe.MessageHeaderEncoder;
import io.millrace.core.event.sbe.OperationDefinedEncoder;
import io.millrace.core.event.sbe.PostingPeriodDefinedEncoder;
import io.millrace.core.event.sbe.ProfileDefinedEncoder;
import io.millrace.core.event.sbe.ReasonCategoryCode;
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
    private final CalendarDefinedEncoder calendarDefinedEncoder = new CalendarDefinedEncoder();
    private final ProfileDefinedEncoder profileDefinedEncoder = new ProfileDefinedEncoder();
    private final PostingPeriodDefinedEncoder postingPeriodDefinedEncoder = new PostingPeriodDefinedEncoder();

    int encode(final EventHead head, final Fact.Definition fact, final MutableDirectBuffer buffer, final int offset) {
        if (fact instanceof Fact.MachineDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.OperationDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ReasonDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.MaterialDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.CalendarDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.ProfileDefined f) {
            return encode(head, f, buffer, offset);
        } else if (fact instanceof Fact.PostingPeriodDefined f) {
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
                .settleAfterNs(fact.settleAfterNs())
                .microStopNs(fact.microStopNs())
                .resetAtStart(EventEncoder.flag(fact.resetAtStart()));
        machineDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        machineDefinedEncoder.path(fact.path()).timeZone(fact.timeZone()).profile(fact.profile());
        return HEADER + machineDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head,
            final Fact.OperationDefined fact,
            final MutableDirectBuffer buffer,
            final int offset) {
        final ConfirmationPolicy confirm = fact.confirm();
        final Authority authority = fact.counting().authority();
        operationDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(operationDefinedEncoder.head(), head);
        operationDefinedEncoder
                .effectiveFromNs(fact.effectiveFromNs())
                .plannedMilli(fact.plannedMilli())
                .confirmEveryMilli(confirm.everyMilli())
                .confirmIntervalNs(confirm.intervalNs())
                .atMilestones(EventEncoder.flag(confirm.atMilestones()))
                .correction(CorrectionCode.get((short) confirm.correction().code()))
                .authority(authority == null ? AuthorityCode.NULL_VAL : AuthorityCode.get((short) authority.code()))
                .atShiftEnd(EventEncoder.flag(confirm.atShiftEnd()))
                .mayGoNegative(EventEncoder.flag(confirm.mayGoNegative()))
                .withActivities(EventEncoder.flag(confirm.withActivities()))
                .settleAfterNs(confirm.settleAfterNs())
                .runtimePerUnitNs(fact.runtimePerUnitNs())
                .factorNumerator(fact.counting().factorNumerator())
                .factorDenominator(fact.counting().factorDenominator());
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
                .unit(fact.unit())
                .countPoints(fact.counting().countPoints())
                .components(fact.components());
        return HEADER + operationDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ReasonDefined fact, final MutableDirectBuffer buffer, final int offset) {
        reasonDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(reasonDefinedEncoder.head(), head);
        reasonDefinedEncoder
                .effectiveFromNs(fact.effectiveFromNs())
                // Readers of schema version 1 know only this much of the category.
                .planned(EventEncoder.flag(fact.category() == ReasonCategory.PLANNED))
                .category(ReasonCategoryCode.get((short) fact.category().code()));
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

    private int encode(
            final EventHead head, final Fact.CalendarDefined fact, final MutableDirectBuffer buffer, final int offset) {
        calendarDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(calendarDefinedEncoder.head(), head);
        calendarDefinedEncoder.effectiveFromNs(fact.effectiveFromNs());
        calendarDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        calendarDefinedEncoder.scope(fact.scope()).timeZone(fact.timeZone()).text(fact.text());
        return HEADER + calendarDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head, final Fact.ProfileDefined fact, final MutableDirectBuffer buffer, final int offset) {
        profileDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(profileDefinedEncoder.head(), head);
        profileDefinedEncoder.effectiveFromNs(fact.effectiveFromNs());
        profileDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        profileDefinedEncoder.name(fact.name()).text(fact.text());
        return HEADER + profileDefinedEncoder.encodedLength();
    }

    private int encode(
            final EventHead head,
            final Fact.PostingPeriodDefined fact,
            final MutableDirectBuffer buffer,
            final int offset) {
        postingPeriodDefinedEncoder.wrapAndApplyHeader(buffer, offset, headerEncoder);
        EventEncoder.head(postingPeriodDefinedEncoder.head(), head);
        postingPeriodDefinedEncoder.effectiveFromNs(fact.effectiveFromNs()).openFromDay(fact.openFromDay());
        postingPeriodDefinedEncoder
                .machine(head.machine())
                .gateway(head.gateway())
                .source(head.source())
                .sourceEventId(head.sourceEventId())
                .correlationId(head.correlationId());
        postingPeriodDefinedEncoder.scope(fact.scope());
        return HEADER + postingPeriodDefinedEncoder.encodedLength();
    }
}
