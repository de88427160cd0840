/**
 * The form in which everyone else reads what the topologies say: JSON values, field by field, and CloudEvents headers. The JSON
 * Schemas and the AsyncAPI document beside them are in the resource folder {@code io/millrace/topology/schema}.
 */
@NullMarked
package io.millrace.topology.record;

import org.jspecify.annotations.NullMarked;
