package io.millrace.topology.analytics;

/** Something to say, and the topic to say it on. */
record Said(String topic, byte[] json) {}
