package io.millrace.ingest.http;

import io.millrace.ingest.source.DeadLetter.Reason;

/**
 * What is wrong with one event of a request.
 *
 * @param line of NDJSON, or place in the array, from 1; 0 for the body as a whole
 */
record LineFault(int line, Reason reason, String detail) {}
