package io.millrace.topology.production;

/**
 * Something to say, and the topic to say it on: all topics share one sink, since each further one costs on every event.
 *
 * @param json or the bytes of an event, for the events' topic
 */
record Statement(String topic, byte[] json) {}
