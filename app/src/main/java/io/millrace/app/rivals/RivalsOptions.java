package io.millrace.app.rivals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is measured, and how.
 *
 * @param rate events a second, all machines together
 * @param warmUp of each turn, at the same rate; counted, not measured
 * @param length of each turn's measurement
 * @param saturate how long each turn then sends as much as the contestant takes; zero to leave that out
 * @param rounds how often each has its turn
 * @param only names or beginnings of names; empty for everyone
 * @param machines that the load comes from, in turn
 * @param connections to the MQTT broker that the machines share
 * @param rivals folder with a folder for each rival
 * @param out folder of the results, logs and data
 */
public record RivalsOptions(
        double rate,
        Duration warmUp,
        Duration length,
        Duration saturate,
        int rounds,
        List<String> only,
        int machines,
        int connections,
        Path rivals,
        Path out) {
    public RivalsOptions {
        only = List.copyOf(only);
    }

    boolean wants(final String name) {
        return only.isEmpty() || only.stream().anyMatch(name::startsWith);
    }
}
