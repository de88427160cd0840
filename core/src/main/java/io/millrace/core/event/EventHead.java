package io.millrace.core.event;

/**
 * What every event carries. It has two identities: <em>transport</em> (gateway, incarnation, machine, sequence), which drops what
 * the forwarder resends, and <em>business</em> (source, source event id), which drops what the source resends.
 *
 * @param machine path of the work unit, {@code enterprise/site/area/workCenter/workUnit} (ISA-95); empty for definitions
 * @param gateway id of the gateway that journalled it
 * @param incarnation rises at every start of the gateway, also after its journal is lost; 0 until journalled
 * @param sequence number among the machine's events of this gateway and incarnation, from 1 without holes; 0 until journalled
 * @param source name of the configured source
 * @param sourceEventId the source's own id, empty if it has none: then content and source time identify the event
 * @param correlationId W3C {@code traceparent} or another id of the source, empty if there is none
 * @param sourceTimeNs the machine's clock, nanoseconds since the epoch (UTC)
 * @param gatewayTimeNs the gateway's clock when the event was taken in, nanoseconds since the epoch (UTC)
 */
public record EventHead(
        String machine,
        String gateway,
        long incarnation,
        long sequence,
        String source,
        String sourceEventId,
        String correlationId,
        long sourceTimeNs,
        long gatewayTimeNs,
        SignalQuality quality) {

    /** A head as a source makes it: not yet journalled, of good quality, without ids. */
    public static EventHead of(
            final String gateway,
            final String source,
            final String machine,
            final long sourceTimeNs,
            final long gatewayTimeNs) {
        return new EventHead(machine, gateway, 0, 0, source, "", "", sourceTimeNs, gatewayTimeNs, SignalQuality.GOOD);
    }

    public EventHead withIds(final String newSourceEventId, final String newCorrelationId) {
        return new EventHead(
                machine,
                gateway,
                incarnation,
                sequence,
                source,
                newSourceEventId,
                newCorrelationId,
                sourceTimeNs,
                gatewayTimeNs,
                quality);
    }

    public EventHead withQuality(final SignalQuality newQuality) {
        return new EventHead(
                machine,
                gateway,
                incarnation,
                sequence,
                source,
                sourceEventId,
                correlationId,
                sourceTimeNs,
                gatewayTimeNs,
                newQuality);
    }

    public EventHead withTransport(final long newIncarnation, final long newSequence) {
        return new EventHead(
                machine,
                gateway,
                newIncarnation,
                newSequence,
                source,
                sourceEventId,
                correlationId,
                sourceTimeNs,
                gatewayTimeNs,
                quality);
    }
}
