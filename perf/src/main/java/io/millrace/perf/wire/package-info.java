/** How the shop floor speaks: an OPC UA server, Sparkplug B edge nodes and JSON over MQTT, each carrying the plant's events to whoever listens. */
@NullMarked
package io.millrace.perf.wire;

import org.jspecify.annotations.NullMarked;
