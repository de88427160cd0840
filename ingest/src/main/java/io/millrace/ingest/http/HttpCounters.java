package io.millrace.ingest.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What was answered since the start. Any thread. */
public final class HttpCounters {
    private static final int[] REFUSALS = {400, 401, 404, 405, 413, 415, 429, 500, 503};

    private final LongAdder accepted = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final Map<Integer, LongAdder> refused = new TreeMap<>();

    HttpCounters() {
        for (final int status : REFUSALS) {
            refused.put(status, new LongAdder());
        }
    }

    void onAccepted(final int count) {
        accepted.increment();
        events.add(count);
    }

    void onRefused(final int status) {
        final LongAdder adder = refused.get(status);
        if (adder == null) {
            throw new IllegalArgumentException("status " + status + " is not among those that are counted");
        }
        adder.increment();
    }

    /** Requests answered with 202. */
    public long accepted() {
        return accepted.sum();
    }

    /** Events in them. */
    public long events() {
        return events.sum();
    }

    /** Requests answered with this status; 0 for one that is never given. */
    public long refused(final int status) {
        final LongAdder adder = refused.get(status);
        return adder == null ? 0 : adder.sum();
    }

    void bindTo(final MeterRegistry registry, final Tags tags) {
        counter(registry, "millrace.http.accepted", "requests whose events are durable", accepted, tags);
        counter(registry, "millrace.http.events", "events in accepted requests", events, tags);
        refused.forEach((status, adder) -> counter(
                registry,
                "millrace.http.refused",
                "requests answered with a refusal",
                adder,
                tags.and("status", Integer.toString(status))));
    }

    private static void counter(
            final MeterRegistry registry,
            final String name,
            final String description,
            final LongAdder adder,
            final Tags tags) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
