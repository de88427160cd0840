/** The OPC UA source against a real server, and its pure parts on their own. */
@NullMarked
package io.millrace.ingest.opcua.browse;

import org.jspecify.annotations.NullMarked;
