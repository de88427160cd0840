/** An event's way through the gateway: from thread to thread, into the journal, and from its source's bytes to being durable. */
@NullMarked
package io.millrace.benchmarks.path;

import org.jspecify.annotations.NullMarked;
