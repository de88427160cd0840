package io.millrace.topology.record;

import io.millrace.core.binary.NameUuid;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * CloudEvents 1.0 headers in Kafka's binary mode (Kafka Protocol Binding, section 3.2): the value stays plain JSON. The same record
 * always gets the same headers, in the same order.
 */
public final class CloudEventHeaders {
    /** Of ids that come from a record's topic, key and value. */
    private static final UUID NAMESPACE = UUID.fromString("3d0f7c62-55a4-5b1e-8c1b-72656372647a");

    private static final Header VERSION = new RecordHeader("ce_specversion", bytes("1.0"));
    private static final Header JSON = new RecordHeader("content-type", bytes("application/json"));
    /** W3C Trace Context, section 3.2. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final Header source;

    /** @param application id of the topology that says it */
    public CloudEventHeaders(final String application) {
        source = new RecordHeader("ce_source", bytes("/millrace/" + application));
    }

    /** Headers of a record whose id comes from its topic, key and value. */
    public Headers of(final RecordType type, final String topic, final String key, final byte[] value, final long ns) {
        return of(NameUuid.of(NAMESPACE, bytes(topic + '\0' + key + '\0'), value), type, key, ns, "");
    }

    /**
     * Headers of a record that has an id of its own.
     *
     * @param timeNs source time, nanoseconds since the epoch
     * @param correlationId a W3C traceparent is passed on as one, any other id in a header of its own; empty for none
     */
    public Headers of(
            final UUID id, final RecordType type, final String key, final long timeNs, final String correlationId) {
        final Headers headers = new RecordHeaders()
                .add(VERSION)
                .add("ce_id", bytes(id.toString()))
                .add(source)
                .add(type.header())
                .add("ce_time", new Utf8Text(30).time(timeNs).toBytes())
                .add("ce_subject", bytes(key))
                .add(JSON);
        if (correlationId.isEmpty()) {
            return headers;
        } else if (TRACEPARENT.matcher(correlationId).matches()) {
            headers.add("traceparent", bytes(correlationId));
        } else {
            headers.add("ce_correlationid", bytes(correlationId));
        }
        return headers;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
