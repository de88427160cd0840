package io.millrace.topology.production;

/** Something to say, and the topic to say it on: all topics share one sink, since each further one costs on every event. */
record Statement(String topic, byte[] json) {}
