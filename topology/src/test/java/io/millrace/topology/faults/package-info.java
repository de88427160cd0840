/**
 * Faults of the production topology: killed, paused, rebalanced, its brokers killed. Whatever happens, what a reader of committed
 * records sees is what one undisturbed run would have said.
 */
@NullMarked
package io.millrace.topology.faults;

import org.jspecify.annotations.NullMarked;
