/** From a machine's own signals - a state number, a counter, an order text - to canonical facts, the same for every protocol. */
@NullMarked
package io.millrace.ingest.signal;

import org.jspecify.annotations.NullMarked;
