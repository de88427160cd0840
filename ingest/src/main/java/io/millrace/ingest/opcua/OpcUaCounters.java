package io.millrace.ingest.opcua;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a source has seen since its start. For reading on any thread; only the source adds.
 *
 * @param notifications data changes received
 * @param overflows data changes that came with the overflow bit: the server had dropped older ones
 * @param badValues data changes without a value, because their status was bad
 * @param gaps source gaps declared, one a machine
 * @param reconnects connections made after the first
 */
public record OpcUaCounters(
        LongAdder notifications, LongAdder overflows, LongAdder badValues, LongAdder gaps, LongAdder reconnects) {
    OpcUaCounters() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }
}
