/**
 * JSON over MQTT 5: payloads to events by the canonical topic scheme or by configured mappings, and a client that acknowledges a
 * message only once the journal holds it. What cannot be counted becomes a dead letter that names field and remedy.
 */
@NullMarked
package io.millrace.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
