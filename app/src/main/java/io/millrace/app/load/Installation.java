package io.millrace.app.load;

import io.millrace.perf.plant.PlantOptions;
import io.millrace.topology.topic.Topics;
import java.nio.file.Path;
import java.util.Map;

/** What is measured: an MQTT broker, a gateway, Kafka and perhaps topologies, as others see them. Not thread-safe. */
interface Installation extends AutoCloseable {
    /** Returns when everything takes load. @throws io.millrace.app.exit.Failure if it cannot be measured, with what to do */
    void start() throws Exception;

    PlantOptions.Mqtt mqtt();

    /** Address and security, as for any Kafka client. */
    Map<String, Object> kafka();

    /** Copies that a topic gets. */
    int replication();

    Topics topics();

    StatusPage gateway();

    StatusPage topology();

    /** Processes of this machine by name; those elsewhere are missing. */
    Map<String, Long> pids();

    /** Folders of its data on this machine, by what they hold; those elsewhere are missing. */
    Map<String, Path> folders();

    /** In words, for the report. */
    String description();

    /** @throws io.millrace.app.exit.Failure if a process has ended that should not have */
    void check();

    @Override
    void close();
}
