package io.millrace.ingest.sparkplug;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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

    /** Makes them known as {@code millrace.sparkplug.*}. */
    void bindTo(final MeterRegistry registry, final Tags tags) {
        counter(registry, "messages", "messages of edge nodes", messages, tags);
        counter(registry, "metrics", "metrics in them", metrics, tags);
        counter(registry, "rebirths", "rebirths that were requested", rebirthRequests, tags);
        counter(registry, "holes", "holes in the sequence of an edge node", seqGaps, tags);
        counter(registry, "gaps", "source gaps declared, one per machine", gaps, tags);
        counter(registry, "undecodable", "payloads that cannot be read", undecodable, tags);
        counter(registry, "not.mapped", "messages of devices nobody mapped", notMapped, tags);
        counter(registry, "impossible", "values that cannot be what their signal says", impossible, tags);
        counter(registry, "rivals", "messages of others that say they are this host", rivals, tags);
    }

    private static void counter(
            final MeterRegistry registry,
            final String name,
            final String description,
            final LongAdder adder,
            final Tags tags) {
        FunctionCounter.builder("millrace.sparkplug." + name, adder, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
