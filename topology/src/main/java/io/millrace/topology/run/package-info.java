/** A topology running: its configuration, its start against a broker that may not be there yet, its restarts and its end. */
@NullMarked
package io.millrace.topology.run;

import org.jspecify.annotations.NullMarked;
