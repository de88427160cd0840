package io.millrace.ingest.opcua.browse;

import io.millrace.ingest.signal.Signal;

/** A variable and what it means for its machine. */
public record FoundSignal(FoundNode node, Signal signal) {}
