package io.millrace.ingest.forward;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.ingest.source.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the public form of a dead letter: JSON with CloudEvents headers. The same letter gives the same bytes. */
final class DeadLetterJson {
    /** What the forwarder itself says about an event Kafka cannot take. */
    static final String NOT_FORWARDABLE = "NOT_FORWARDABLE";

    private static final long NS_PER_S = 1_000_000_000L;
    private static final JsonFactory JSON = new JsonFactory();

    private final String topic;
    private final String gateway;

    DeadLetterJson(final String topic, final String gateway) {
        this.topic = topic;
        this.gateway = gateway;
    }

    /**
     * @param withPayload false where the payload is what makes it too large
     * @param id the same whenever the letter is sent again
     */
    ProducerRecord<byte[], byte[]> record(final DeadLetter letter, final boolean withPayload, final String id) {
        return record(letter, letter.reason().kind().name(), letter.reason().name(), withPayload, id);
    }

    /** An event that Kafka can never take. */
    ProducerRecord<byte[], byte[]> notForwardable(final DeadLetter letter, final boolean withPayload, final String id) {
        return record(letter, DeadLetter.Kind.TECHNICAL.name(), NOT_FORWARDABLE, withPayload, id);
    }

    private ProducerRecord<byte[], byte[]> record(
            final DeadLetter letter,
            final String kind,
            final String reason,
            final boolean withPayload,
            final String id) {
        final String key = letter.machine().isEmpty() ? letter.source() : letter.machine();
        final Instant time = Instant.ofEpochSecond(
                Math.floorDiv(letter.timeNs(), NS_PER_S), Math.floorMod(letter.timeNs(), NS_PER_S));
        return new ProducerRecord<>(
                topic, null, null, utf8(key), json(letter, kind, reason, time, withPayload), headers(time, id));
    }

    private List<Header> headers(final Instant time, final String id) {
        return List.of(
                new RecordHeader("ce_specversion", utf8("1.0")),
                new RecordHeader("ce_id", utf8(id)),
                new RecordHeader("ce_source", utf8("/millrace/gateway/" + gateway)),
                new RecordHeader("ce_type", utf8("io.millrace.dead-letter.v1")),
                new RecordHeader("ce_time", utf8(time.toString())),
                new RecordHeader("content-type", utf8("application/json")));
    }

    private byte[] json(
            final DeadLetter letter,
            final String kind,
            final String reason,
            final Instant time,
            final boolean withPayload) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("source", letter.source());
            json.writeStringField("origin", letter.origin());
            json.writeStringField("time", time.toString());
            json.writeStringField("kind", kind);
            // An older name of the same, which somebody may read.
            json.writeStringField("class", kind);
            json.writeStringField("reason", reason);
            write(json, "detail", letter.detail());
            write(json, "machine", letter.machine());
            write(json, "order", letter.order());
            write(json, "lot", letter.lot());
            json.writeBinaryField("payload", withPayload ? letter.payload() : new byte[0]);
            json.writeStringField("gateway", gateway);
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What is unknown is left out. */
    private static void write(final JsonGenerator json, final String name, final String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
