/** The analytics topology: figures from the production topology's outputs alone, off the path to the confirmations. */
@NullMarked
package io.millrace.topology.analytics;

import org.jspecify.annotations.NullMarked;
