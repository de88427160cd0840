package io.millrace.core.event;

import io.millrace.core.event.sbe.EventHeadEncoder;
import io.millrace.core.event.sbe.SignalQualityCode;
import org.agrona.MutableDirectBuffer;

/**
 * Writes canonical events in their SBE form (schema {@code events.xml}), the same bytes in the journal and on Kafka. Holds
 * flyweights, so one instance belongs to one thread.
 */
public final class EventEncoder {
    private final EventWriter writer = new EventWriter();
    private final DefinitionEncoder definitions = new DefinitionEncoder();

    /**
     * Writes an event.
     *
     * @param buffer large enough, or expandable; otherwise {@link IndexOutOfBoundsException}
     * @return the length in bytes
     */
    public int encode(final Event event, final MutableDirectBuffer buffer, final int offset) {
        final EventHead head = event.head();
        if (event.fact() instanceof Fact.Definition definition) {
            return definitions.encode(head, definition, buffer, offset);
        }
        writer.begin(buffer, offset, head.sourceTimeNs(), head.gatewayTimeNs(), head.quality());
        fact(head, event.fact());
        EventStamp.stamp(buffer, offset, head.incarnation(), head.sequence());
        return writer.length();
    }

    private void fact(final EventHead head, final Fact fact) {
        if (fact instanceof Fact.StateChanged f) {
            head(writer.stateChanged(f.state(), f.mode()), head)
                    .text(f.nativeState())
                    .text(f.reason());
        } else if (fact instanceof Fact.CounterReading f) {
            head(writer.counterReading(f.measure(), f.reset(), f.valueMilli()), head);
        } else if (fact instanceof Fact.CountReport f) {
            head(writer.countReport(f.measure(), f.quantityMilli()), head)
                    .text(f.order())
                    .text(f.operation())
                    .text(f.reason());
        } else if (fact instanceof Fact.OrderContext f) {
            head(writer.orderContext(f.transition(), f.cancelled(), f.revision()), head)
                    .text(f.order())
                    .text(f.operation());
        } else if (fact instanceof Fact.MaterialConsumed f) {
            head(writer.materialConsumed(f.quantityMilli()), head)
                    .text(f.material())
                    .text(f.lot())
                    .text(f.order())
                    .text(f.operation());
        } else if (fact instanceof Fact.LotProduced f) {
            head(writer.lotProduced(f.quantityMilli()), head).text(f.material()).text(f.lot());
        } else if (fact instanceof Fact.QualityRecord f) {
            head(writer.qualityRecord(f.step(), f.quantityMilli()), head)
                    .text(f.lot())
                    .text(f.code());
        } else if (fact instanceof Fact.LabourRecorded f) {
            head(writer.labourRecorded(f.durationNs()), head)
                    .text(f.person())
                    .text(f.activity())
                    .text(f.order())
                    .text(f.operation());
        } else if (fact instanceof Fact.ReasonAssigned f) {
            head(writer.reasonAssigned(f.fromNs()), head).text(f.reason()).text(f.actor());
        } else if (fact instanceof Fact.ScrapDeclared f) {
            head(writer.scrapDeclared(f.quantityMilli()), head)
                    .text(f.reason())
                    .text(f.order())
                    .text(f.operation());
        } else if (fact instanceof Fact.Decision f) {
            head(writer.decision(f.verdict()), head)
                    .text(f.target())
                    .text(f.actor())
                    .text(f.reason());
        } else if (fact instanceof Fact.SourceGap f) {
            head(writer.sourceGap(f.fromNs(), f.toNs()), head).text(f.cause());
        } else if (fact instanceof Fact.ConnectionChanged f) {
            head(writer.connectionChanged(f.connected()), head).text(f.cause());
        } else if (fact instanceof Fact.ProcessValue f) {
            head(writer.processValue(f.value()), head)
                    .text(f.name())
                    .text(f.text())
                    .text(f.unit());
        } else if (fact instanceof Fact.Tick) {
            head(writer.tick(), head);
        } else {
            throw new IllegalStateException("no encoding for " + fact.getClass());
        }
    }

    private static EventWriter head(final EventWriter kind, final EventHead head) {
        return kind.text(head.machine())
                .text(head.gateway())
                .text(head.source())
                .text(head.sourceEventId())
                .text(head.correlationId());
    }

    /** The head that a definition opens with. */
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
