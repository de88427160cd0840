/**
 * A door for programs that speak HTTP: events come in by {@code POST /v1/events} and are answered once the journal holds them. A
 * request is taken whole or not at all, and what is wrong with it is told to the one who sent it: nothing becomes a dead letter here.
 */
@NullMarked
package io.millrace.ingest.http;

import org.jspecify.annotations.NullMarked;
