/**
 * How long an event takes, and how many there may be: {@code millrace perf latency}, {@code throughput}, {@code catch-up} and {@code soak}. An open loop
 * of MQTT messages against a set of processes, this one's own or somebody's; it only talks over the wire.
 */
@NullMarked
package io.millrace.app.load;

import org.jspecify.annotations.NullMarked;
