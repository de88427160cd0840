package io.millrace.ingest.gateway;

import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.function.Function;

/**
 * A configured source, not yet made.
 *
 * @param name part of the business identity of its events: unique in the gateway, and not changed later
 * @param settings equal to another's if that would make the same source, which then need not be made again
 */
public record SourceFactory(String name, Object settings, Function<SourceContext, Source> make) {
    /** One that is like no other. */
    public SourceFactory(final String name, final Function<SourceContext, Source> make) {
        this(name, new Object(), make);
    }
}
