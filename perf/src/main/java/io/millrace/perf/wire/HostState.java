package io.millrace.perf.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

/** What a Sparkplug host says about itself on its STATE topic. */
record HostState(boolean online, long timestampMs) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static String topic(final String hostId) {
        return "spBv1.0/STATE/" + hostId;
    }

    /** @return empty for what is no STATE payload. */
    static Optional<HostState> read(final byte[] payload) {
        try {
            final JsonNode json = JSON.readTree(payload);
            final boolean whole = json != null
                    && json.path("online").isBoolean()
                    && json.path("timestamp").isIntegralNumber();
            return whole
                    ? Optional.of(new HostState(
                            json.path("online").booleanValue(),
                            json.path("timestamp").longValue()))
                    : Optional.empty();
        } catch (final IOException e) {
            return Optional.empty();
        }
    }
}
