package io.millrace.ingest.mqtt;

/**
 * What the broker sent, in whatever version of the protocol.
 *
 * @param payload not copied again
 * @param correlationId that the sender gave the message, empty if none
 * @param isOwed false if the broker sends it only once, whatever becomes of it (QoS 0)
 * @param acknowledge tells the broker that it need not send it again; at most once, by any thread
 */
record MqttMessage(String topic, byte[] payload, String correlationId, boolean isOwed, Runnable acknowledge) {}
