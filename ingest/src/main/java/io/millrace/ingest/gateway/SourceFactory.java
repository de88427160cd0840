package io.millrace.ingest.gateway;

import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.function.Function;

/**
 * A configured source, not yet made.
 *
 * @param name part of the business identity of its events: unique in the gateway, and not changed later
 */
public record SourceFactory(String name, Function<SourceContext, Source> make) {}
