package io.millrace.ingest.shdr.tcp;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was seen since the start. Any thread.
 *
 * @param connections made
 * @param silences connections given up because the adapter said nothing for too long
 * @param gaps declared
 * @param lines taken in, heartbeats not among them
 * @param refused lines and values that became dead letters
 */
public record ShdrTcpCounters(
        LongAdder connections, LongAdder silences, LongAdder gaps, LongAdder lines, LongAdder refused) {
    ShdrTcpCounters() {
        this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
    }

    void bindTo(final MeterRegistry registry, final Tags tags) {
        bind(registry, "connections", "connections made with the adapter", connections, tags);
        bind(registry, "silences", "connections given up for the adapter's silence", silences, tags);
        bind(registry, "gaps", "gaps declared", gaps, tags);
        bind(registry, "lines", "lines taken in", lines, tags);
        bind(registry, "refused", "lines and values that became dead letters", refused, tags);
    }

    private static void bind(
            final MeterRegistry registry,
            final String name,
            final String description,
            final LongAdder adder,
            final Tags tags) {
        FunctionCounter.builder("millrace.shdr." + name, adder, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
