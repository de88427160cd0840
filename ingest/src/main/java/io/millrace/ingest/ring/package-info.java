/**
 * Between the sources' threads and the journal: slots written in place, one thread that numbers, journals and then acknowledges.
 * Back-pressure is a return value.
 */
@NullMarked
package io.millrace.ingest.ring;

import org.jspecify.annotations.NullMarked;
