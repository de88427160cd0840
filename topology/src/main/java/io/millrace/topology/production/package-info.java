/**
 * The production topology: adapters that move records between Kafka, the state stores and the accounts of {@code core}. They hold
 * no rule and read no clock, so the same input gives the same output.
 */
@NullMarked
package io.millrace.topology.production;

import org.jspecify.annotations.NullMarked;
