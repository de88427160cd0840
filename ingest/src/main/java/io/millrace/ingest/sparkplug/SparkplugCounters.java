package io.millrace.ingest.sparkplug;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one host has met since it was made; any thread may read.
 *
 * @param messages of edge nodes, readable or not
 * @param metrics in readable messages
 * @param rebirthRequests sent
 * @param seqGaps holes in an edge node's sequence: numbers that did not come in time, sessions that ended unseen
 * @param gaps source gaps declared, one per machine
 * @param undecodable payloads that were no Sparkplug B, or exceeded a limit
 * @param notMapped messages of devices without a mapping
 * @param impossible values that cannot be what their signal says
 * @param rivals STATE messages of others that say they are this host
 */
public record SparkplugCounters(
        LongAdder messages,
        LongAdder metrics,
        LongAdder rebirthRequests,
        LongAdder seqGaps,
        LongAdder gaps,
        LongAdder undecodable,
        LongAdder notMapped,
        LongAdder impossible,
        LongAdder rivals) {

    SparkplugCounters() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }
}
