package io.millrace.app.config;

import io.millrace.app.yaml.HostPort;
import io.millrace.core.posting.RejectedPolicy;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param applicationId the same for all instances that share the work
 * @param state folder of the local stores
 * @param http where metrics are served
 * @param commitInterval how often a transaction is closed, and so how late a confirmation is at most
 * @param threads of each of both topologies, each with partitions of its own
 * @param instance different for each instance, the same after a restart
 * @param rejected what happens to confirmations that the ERP refuses
 */
public record TopologySettings(
        String applicationId,
        Path state,
        HostPort http,
        Duration commitInterval,
        int threads,
        String instance,
        RejectedPolicy rejected) {
    public static final String DEFAULT_APPLICATION_ID = "millrace-production";
}
