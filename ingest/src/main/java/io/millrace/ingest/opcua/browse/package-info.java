/**
 * What an OPC UA server has: walks its address space, reads what its variables say now, and finds in it the machines that follow a
 * companion specification. Prints nothing.
 */
@NullMarked
package io.millrace.ingest.opcua.browse;

import org.jspecify.annotations.NullMarked;
