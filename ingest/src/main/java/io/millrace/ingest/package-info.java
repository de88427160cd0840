/** From the wire to Kafka: sources, ring, journal, forwarder, dead letters. Nothing acknowledged is lost. */
@NullMarked
package io.millrace.ingest;

import org.jspecify.annotations.NullMarked;
