/** The gateway as a whole: sources, ring, journal and forwarder put together, started and stopped in the right order, measured. */
@NullMarked
package io.millrace.ingest.gateway;

import org.jspecify.annotations.NullMarked;
