package io.millrace.ingest.shdr;

/**
 * What a recording has become, all of it durable.
 *
 * @param lines read
 * @param events offered, ticks among them
 * @param stateChanges among the events
 * @param deadLetters lines and values that could not be taken
 * @param firstNs the recording's first time, nanoseconds since the epoch; 0 if it has none
 * @param lastNs its last, 0 if it has none
 */
public record ShdrSummary(long lines, long events, long stateChanges, long deadLetters, long firstNs, long lastNs) {}
