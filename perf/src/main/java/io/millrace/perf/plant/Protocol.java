package io.millrace.perf.plant;

/** How a machine speaks. */
public enum Protocol {
    OPC_UA,
    SPARKPLUG,
    MQTT_JSON
}
