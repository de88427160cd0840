package io.millrace.app.config;

import io.millrace.app.yaml.HostPort;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param id written into every event; never reuse one for another gateway
 * @param data folder of the journal and the forwarder's position
 * @param http where metrics are served
 * @param tick how often each machine is told the time
 */
public record GatewaySettings(String id, Path data, HostPort http, Duration tick) {}
