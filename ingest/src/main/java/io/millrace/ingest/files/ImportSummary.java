package io.millrace.ingest.files;

/**
 * What a recording has become, all of it durable.
 *
 * @param lines read
 * @param events of the recording, ticks among them
 * @param stateChanges among the events
 * @param deadLetters lines and values that could not be taken
 * @param resumedAt messages that an earlier import had made durable before it was cut off, which were not sent again
 * @param firstNs the recording's first time, nanoseconds since the epoch; 0 if it has none
 * @param lastNs its last, 0 if it has none
 */
public record ImportSummary(
        long lines, long events, long stateChanges, long deadLetters, long resumedAt, long firstNs, long lastNs) {}
