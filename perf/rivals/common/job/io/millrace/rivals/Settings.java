package io.millrace.rivals;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/**
 * What the rig tells a rival, in its environment.
 *
 * @param turn nobody else's: for client ids, applications, transactions
 * @param variant of the guarantee; empty if there is only one
 * @param mqttFilter of the messages that tell units
 * @param kafka address of a broker
 * @param events topic for the raw messages, for those who need one
 * @param data folder for whatever is kept
 */
public record Settings(
        String turn,
        String variant,
        String mqttHost,
        int mqttPort,
        String mqttFilter,
        String kafka,
        String events,
        String confirmations,
        String data) {

    public static Settings ofEnvironment() {
        final Map<String, String> all = System.getenv();
        return new Settings(
                of(all, "TURN"),
                of(all, "VARIANT"),
                of(all, "MQTT_HOST"),
                Integer.parseInt(of(all, "MQTT_PORT")),
                of(all, "MQTT_FILTER"),
                of(all, "KAFKA"),
                of(all, "EVENTS"),
                of(all, "CONFIRMATIONS"),
                of(all, "DATA"));
    }

    private static String of(final Map<String, String> all, final String name) {
        return Objects.requireNonNull(all.get("RIVAL_" + name), "RIVAL_" + name + " is not set: start it with millrace perf rivals");
    }

    public boolean isExactlyOnce() {
        return variant.equals("exactly-once");
    }

    /** Says that everything is subscribed, and returns when the rig wants the end. */
    public static void readyUntilEnd() throws IOException {
        System.out.println("ready");
        System.out.flush();
        while (System.in.read() >= 0) {
            // nobody says anything: only the end counts
        }
    }
}
