package io.millrace.app.rivals;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What was sent against what came of it. Thread-safe. */
interface Account {
    /** Nothing to measure in a record. */
    long NOT_MEASURED = -1;

    /**
     * To be called before the message goes out.
     *
     * @param scheduledNs when it is due, nanoseconds since the epoch, later than the machine's last one
     * @return its number among the machine's, from 0
     */
    int sent(int machine, long scheduledNs);

    /** @return when the message was due that the record tells the end of, or {@link #NOT_MEASURED} */
    long take(ConsumerRecord<byte[], byte[]> message);

    Result result();

    /** Messages that a record stands for. */
    int messagesPerRecord();

    /**
     * How it stands.
     *
     * @param sent messages
     * @param expected records that are to come of them
     * @param arrived different ones that came and were expected
     * @param doubled that came again
     * @param wrong that say something else than they should
     */
    record Result(long sent, long expected, long arrived, long doubled, long wrong) {
        long lost() {
            return expected - arrived;
        }
    }
}
