package io.millrace.topology.analytics;

/**
 * Something to say, and the topic to say it on.
 *
 * @param place what has the same place lies in the same partition; usually the key
 */
record Said(String topic, String place, byte[] json) {}
