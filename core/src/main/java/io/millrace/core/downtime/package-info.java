/** Downtime by machine, reason and hour, from state intervals alone, restated when they are. */
@NullMarked
package io.millrace.core.downtime;

import org.jspecify.annotations.NullMarked;
