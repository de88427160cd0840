package io.millrace.ingest.mqtt;

/** Version of the protocol. */
public enum MqttVersion {
    V3_1_1("3.1.1"),
    V5("5");

    private final String text;

    MqttVersion(final String text) {
        this.text = text;
    }

    /** As people write it. */
    public String text() {
        return text;
    }
}
