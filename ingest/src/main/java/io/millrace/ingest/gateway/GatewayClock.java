package io.millrace.ingest.gateway;

import java.util.function.LongSupplier;

/**
 * The gateway's sense of time, injected where the program starts.
 *
 * @param epochNs nanoseconds since the epoch (UTC), written into events
 * @param nanoTime nanoseconds since anything, never set: for intervals only
 */
public record GatewayClock(LongSupplier epochNs, LongSupplier nanoTime) {}
