package io.millrace.ingest.source;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What every source is given.
 *
 * @param gateway id of the gateway, written into each event
 * @param source the source's configured name
 * @param clockNs the gateway's clock, nanoseconds since the epoch; tests and replays inject their own
 * @param machines paths of the machines the master data knows now: a view, not to be copied; events for any other become dead letters
 * @param lastHeardNs gateway time of the last event journalled before this start, 0 if none: a source without acknowledgements
 *     declares the time since then as a gap
 */
public record SourceContext(
        String gateway, String source, LongSupplier clockNs, Inlet inlet, Set<String> machines, long lastHeardNs) {}
