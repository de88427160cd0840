/**
 * Listens to a live machine adapter that speaks MTConnect SHDR over TCP, as an MTConnect agent would: with heartbeats, and with a gap
 * declared for each time it was not heard.
 */
@NullMarked
package io.millrace.ingest.shdr.tcp;

import org.jspecify.annotations.NullMarked;
