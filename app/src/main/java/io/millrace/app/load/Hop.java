package io.millrace.app.load;

import java.util.Locale;

/** Where a message has come to; the latency of each runs from the time the message was scheduled for. */
enum Hop {
    SENT("handed to the MQTT client; the rig's own share"),
    GATEWAY("taken in by the gateway: gatewayTime of the event"),
    KAFKA("appended to .events: LogAppendTime, whole milliseconds"),
    KAFKA_READ("read from .events by a consumer"),
    CONFIRMED_UNCOMMITTED("its confirmation read by a read_uncommitted consumer"),
    CONFIRMED("its confirmation read by a read_committed consumer"),
    CONTROL("raw Kafka, acks=all, linger 1 ms: producer to consumer");

    private final String meaning;

    Hop(final String meaning) {
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /** As in file names and the report. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
