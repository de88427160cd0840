/**
 * OPC UA: one client a server, its subscription, and from its values to events. Whenever a connection is in doubt it is torn down
 * and made anew, the time in between declared as a gap and the current values read again.
 */
@NullMarked
package io.millrace.ingest.opcua;

import org.jspecify.annotations.NullMarked;
