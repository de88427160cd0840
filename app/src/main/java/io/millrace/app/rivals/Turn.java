package io.millrace.app.rivals;

/**
 * What came of a contestant's turn. Latencies are in milliseconds, from the time the last message was due that a record tells.
 *
 * @param cpuUsPerEvent of its processes, user and kernel; negative if unknown
 * @param brokersCpuUsPerEvent of the MQTT broker and Kafka in the same stretch
 * @param records that the latencies are of
 * @param mostPerSecond events a second when it was sent as much as it takes; negative if that was left out
 */
record Turn(
        int round,
        double cpuUsPerEvent,
        double brokersCpuUsPerEvent,
        long records,
        double p50,
        double p99,
        double mostPerSecond,
        Account.Result account) {
    static final double LEFT_OUT = -1;
}
