package io.millrace.core.event;

import io.millrace.core.event.sbe.CalendarDefinedDecoder;
import io.millrace.core.event.sbe.EventHeadDecoder;
import io.millrace.core.event.sbe.MachineDefinedDecoder;
import io.millrace.core.event.sbe.MaterialDefinedDecoder;
import io.millrace.core.event.sbe.MessageHeaderDecoder;
import io.millrace.core.event.sbe.OperationDefinedDecoder;
import io.millrace.core.event.sbe.PostingPeriodDefinedDecoder;
import io.millrace.core.event.sbe.ProfileDefinedDecoder;
import io.millrace.core.event.sbe.ReasonDefinedDecoder;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The part of {@link EventDecoder} that reads master data, also what older versions wrote: a field they did not know has the value
 * that stands for what they did. One instance belongs to one thread.
 */
final class DefinitionDecoder {
    private static final int TWO = 2;
    private static final int NO_AUTHORITY = 255;

    private final MachineDefinedDecoder machineDefinedDecoder = new MachineDefinedDecoder();
    private final OperationDefinedDecoder operationDefinedDecoder = new OperationDefinedDecoder();
    private final ReasonDefinedDecoder reasonDefinedDecoder = new ReasonDefinedDecoder();
    private final MaterialDefinedDecoder materialDefinedDecoder = new MaterialDefinedDecoder();
    private final CalendarDefinedDecoder calendarDefinedDecoder = new CalendarDefinedDecoder();
    private final ProfileDefinedDecoder profileDefinedDecoder = new ProfileDefinedDecoder();
    private final PostingPeriodDefinedDecoder postingPeriodDefinedDecoder = new PostingPeriodDefinedDecoder();

    Event decode(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        return switch (header.templateId()) {
            case MachineDefinedDecoder.TEMPLATE_ID -> decodeMachineDefined(header, buffer, offset);
            case OperationDefinedDecoder.TEMPLATE_ID -> decodeOperationDefined(header, buffer, offset);
            case ReasonDefinedDecoder.TEMPLATE_ID -> decodeReasonDefined(header, buffer, offset);
            case MaterialDefinedDecoder.TEMPLATE_ID -> decodeMaterialDefined(header, buffer, offset);
            case CalendarDefinedDecoder.TEMPLATE_ID -> decodeCalendarDefined(header, buffer, offset);
            case ProfileDefinedDecoder.TEMPLATE_ID -> decodeProfileDefined(header, buffer, offset);
            case PostingPeriodDefinedDecoder.TEMPLATE_ID -> decodePostingPeriodDefined(header, buffer, offset);
            default ->
                throw new UnknownEventException("event kind " + header.templateId() + " of schema version "
                        + header.version() + " is newer than this program: upgrade the topologies before the gateways");
        };
    }

    private Event decodeMachineDefined(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final MachineDefinedDecoder in = machineDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded,
                new Fact.MachineDefined(
                        in.effectiveFromNs(),
                        Authority.of(in.authorityRaw()),
                        in.goodModulusMilli(),
                        in.goodMaxStepMilli(),
                        in.scrapModulusMilli(),
                        in.scrapMaxStepMilli(),
                        in.maxSpanNs(),
                        in.settleAfterNs(),
                        header.version() < TWO ? 0 : in.microStopNs(),
                        header.version() >= TWO && in.resetAtStart() != 0,
                        in.path(),
                        in.timeZone(),
                        in.profile()));
    }

    private Event decodeOperationDefined(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final OperationDefinedDecoder in = operationDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        final boolean old = header.version() < TWO;
        final ConfirmationPolicy confirm = new ConfirmationPolicy(
                in.confirmEveryMilli(),
                in.confirmIntervalNs(),
                in.atMilestones() != 0,
                !old && in.atShiftEnd() != 0,
                !old && in.withActivities() != 0,
                old || in.mayGoNegative() != 0,
                old ? ConfirmationPolicy.AS_THE_MACHINE : in.settleAfterNs(),
                CorrectionPolicy.of(in.correctionRaw()));
        final String order = in.order();
        final String operation = in.operation();
        final String material = in.material();
        final String unit = in.unit();
        final OperationCounting counting = new OperationCounting(
                old ? null : authority(in.authorityRaw()),
                old ? 1 : in.factorNumerator(),
                old ? 1 : in.factorDenominator(),
                in.countPoints());
        return new Event(
                decoded,
                new Fact.OperationDefined(
                        in.effectiveFromNs(),
                        in.plannedMilli(),
                        old ? 0 : in.runtimePerUnitNs(),
                        confirm,
                        counting,
                        order,
                        operation,
                        material,
                        unit,
                        in.components()));
    }

    private static @Nullable Authority authority(final int raw) {
        return raw == NO_AUTHORITY ? null : Authority.of(raw);
    }

    private Event decodeReasonDefined(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final ReasonDefinedDecoder in = reasonDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(
                decoded, new Fact.ReasonDefined(in.effectiveFromNs(), category(header, in), in.code(), in.text()));
    }

    private static ReasonCategory category(final MessageHeaderDecoder header, final ReasonDefinedDecoder in) {
        if (header.version() < TWO) {
            return in.planned() != 0 ? ReasonCategory.PLANNED : ReasonCategory.UNPLANNED;
        }
        return ReasonCategory.of(in.categoryRaw());
    }

    private Event decodeMaterialDefined(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final MaterialDefinedDecoder in = materialDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.MaterialDefined(in.effectiveFromNs(), in.material(), in.text(), in.unit()));
    }

    private Event decodeCalendarDefined(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final CalendarDefinedDecoder in = calendarDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.CalendarDefined(in.effectiveFromNs(), in.scope(), in.timeZone(), in.text()));
    }

    private Event decodeProfileDefined(final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final ProfileDefinedDecoder in = profileDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.ProfileDefined(in.effectiveFromNs(), in.name(), in.text()));
    }

    private Event decodePostingPeriodDefined(
            final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        final PostingPeriodDefinedDecoder in = postingPeriodDefinedDecoder.wrapAndApplyHeader(buffer, offset, header);
        final EventHeadDecoder head = in.head();
        final EventHead decoded = EventDecoder.head(
                head, in.machine(), in.gateway(), in.source(), in.sourceEventId(), in.correlationId());
        return new Event(decoded, new Fact.PostingPeriodDefined(in.effectiveFromNs(), in.openFromDay(), in.scope()));
    }
}
