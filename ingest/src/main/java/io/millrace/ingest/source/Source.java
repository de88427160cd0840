package io.millrace.ingest.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * Something that listens to machines: it decodes on its caller's thread and offers whole messages to its {@link Inlet}. A source
 * lives through every failure of the other side; what it may have missed it declares as a gap.
 */
public interface Source extends AutoCloseable {
    /** The configured name, part of each event's business identity. */
    String name();

    /** Starts to connect and returns; keeps trying until closed. */
    void start();

    /** True once it has been connected and has taken in what the other side tells at the start (first values, births). */
    boolean isReady();

    /** Shows what it counts in a registry; the usual source leaves that to the gateway. */
    default void bindTo(final MeterRegistry registry, final Tags tags) {}

    /** Stops listening. What was offered is journalled and acknowledged as far as possible; then connections are closed. */
    @Override
    void close();
}
