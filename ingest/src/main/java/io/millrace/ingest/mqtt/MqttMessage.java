package io.millrace.ingest.mqtt;

/**
 * What the broker sent, in whatever version of the protocol.
 *
 * @param payload not copied again
 * @param correlationId that the sender gave the message, empty if none
 * @param acknowledge tells the broker that it need not send it again; at most once, by any thread
 */
record MqttMessage(String topic, byte[] payload, String correlationId, Runnable acknowledge) {}
