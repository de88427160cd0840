package io.millrace.ingest.forward;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Makes the public form of telemetry: JSON with CloudEvents headers. The same event gives the same bytes. Stateless. */
final class ValueJson {
    private static final long NS_PER_S = 1_000_000_000L;
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] SPECIFICATION = utf8("1.0");
    private static final byte[] CONTENT_TYPE = utf8("application/json");
    private static final byte[] VALUE_TYPE = utf8("io.millrace.value.v1");
    private static final byte[] GAP_TYPE = utf8("io.millrace.value-gap.v1");

    private ValueJson() {}

    /** The same for the same event, however often it is sent. */
    static String id(final EventHead head) {
        return head.gateway() + "-" + head.incarnation() + "-" + head.sequence() + "-" + head.machine();
    }

    static List<Header> headers(final Event event) {
        final EventHead head = event.head();
        return List.of(
                new RecordHeader("ce_specversion", SPECIFICATION),
                new RecordHeader("ce_id", utf8(id(head))),
                new RecordHeader("ce_source", utf8("/millrace/gateway/" + head.gateway())),
                new RecordHeader("ce_type", event.fact() instanceof Fact.SourceGap ? GAP_TYPE : VALUE_TYPE),
                new RecordHeader("ce_time", utf8(iso(head.sourceTimeNs()))),
                new RecordHeader("ce_subject", utf8(head.machine())),
                new RecordHeader("content-type", CONTENT_TYPE));
    }

    /** @throws IllegalArgumentException for a kind that has no place among telemetry */
    static byte[] json(final Event event) {
        final EventHead head = event.head();
        final ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (event.fact() instanceof Fact.ProcessValue value) {
                write(json, head, value);
            } else if (event.fact() instanceof Fact.SourceGap gap) {
                write(json, gap);
            } else {
                throw new IllegalArgumentException("no telemetry: " + event.fact());
            }
            json.writeStringField("machine", head.machine());
            json.writeStringField("source", head.source());
            json.writeStringField("gateway", head.gateway());
            json.writeNumberField("incarnation", head.incarnation());
            json.writeNumberField("sequence", head.sequence());
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(final JsonGenerator json, final EventHead head, final Fact.ProcessValue value)
            throws IOException {
        json.writeStringField("kind", "VALUE");
        json.writeStringField("name", value.name());
        if (!Double.isNaN(value.value())) {
            json.writeNumberField("value", value.value());
        } else {
            json.writeStringField("text", value.text());
        }
        if (!value.unit().isEmpty()) {
            json.writeStringField("unit", value.unit());
        }
        json.writeStringField("time", iso(head.sourceTimeNs()));
        json.writeStringField("quality", head.quality().name());
    }

    private static void write(final JsonGenerator json, final Fact.SourceGap gap) throws IOException {
        json.writeStringField("kind", "GAP");
        json.writeStringField("from", iso(gap.fromNs()));
        if (gap.toNs() != Long.MAX_VALUE) {
            json.writeStringField("to", iso(gap.toNs()));
        }
        json.writeStringField("cause", gap.cause());
    }

    private static String iso(final long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_S), Math.floorMod(ns, NS_PER_S))
                .toString();
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
