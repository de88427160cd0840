/** The embedded Kafka and MQTT brokers: loopback only, one folder each, the same protocols as real ones. */
@NullMarked
package io.millrace.app.broker;

import org.jspecify.annotations.NullMarked;
