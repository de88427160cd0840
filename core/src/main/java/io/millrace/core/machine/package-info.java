/** One machine's account: an event goes in, the timeline and the ledgers move, and what is now true and not yet told comes out. */
@NullMarked
package io.millrace.core.machine;

import org.jspecify.annotations.NullMarked;
