package io.millrace.topology.production;

import org.jspecify.annotations.Nullable;

/**
 * Something to say, and the topic to say it on: all topics share one sink, since each further one costs on every event.
 *
 * @param json or the bytes of an event, for the events' topic; null: the key is forgotten
 */
record Statement(String topic, byte @Nullable [] json) {}
