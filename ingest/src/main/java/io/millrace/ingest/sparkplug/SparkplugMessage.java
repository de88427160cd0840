package io.millrace.ingest.sparkplug;

/**
 * A message of an edge node whose payload has been found whole.
 *
 * @param mqttTopic as received
 * @param receivedNs gateway clock, nanoseconds since the epoch
 * @param timestampMs of the payload, milliseconds since the epoch, 0 if it has none
 * @param bdSeq {@link PayloadDecoder#NO_BD_SEQ} if it has none
 */
record SparkplugMessage(
        String mqttTopic,
        SparkplugTopic topic,
        byte[] payload,
        long receivedNs,
        int seq,
        long timestampMs,
        long bdSeq) {}
