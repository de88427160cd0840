package io.millrace.topology.production;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What one input record makes the topology say. It is held back until the account has taken the event whole, so that an account
 * which breaks in the middle has said nothing. On the task's thread only.
 */
final class Statements {
    private final Topics topics;
    private final CloudEventHeaders headers;
    private final List<Record<String, Statement>> pending = new ArrayList<>();
    private long timestampMs;

    Statements(final Topics topics, final String application) {
        this.topics = topics;
        this.headers = new CloudEventHeaders(application);
    }

    /** @param inputTimestampMs of the record that is now processed: what it causes has the same */
    void begin(final long inputTimestampMs) {
        pending.clear();
        timestampMs = inputTimestampMs;
    }

    void add(final RecordType type, final String topic, final String key, final byte[] json, final long timeNs) {
        add(topic, key, json, headers.of(type, topic, key, json, timeNs));
    }

    void add(final Confirmation confirmation) {
        final String key = confirmation.operation().text();
        final Headers itsHeaders = headers.of(
                confirmation.id(), RecordType.CONFIRMATION, key, confirmation.toNs(), confirmation.correlationId());
        add(topics.confirmations(), key, Json.write(confirmation), itsHeaders);
    }

    void add(final Milestone milestone) {
        add(RecordType.MILESTONE, topics.milestones(), milestone.machine(), Json.write(milestone), milestone.timeNs());
    }

    void add(final DeadLetter letter) {
        final String key = letter.machine().isEmpty() ? letter.origin() : letter.machine();
        add(RecordType.DEAD_LETTER, topics.deadLetters(), key, Json.write(letter), letter.timeNs());
    }

    /** Adds an event: written where the machines' other events are, and read from there. */
    void add(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
        final int length = new EventEncoder().encode(event, buffer, 0);
        add(topics.events(), event.head().machine(), Arrays.copyOf(buffer.byteArray(), length), new RecordHeaders());
    }

    /** Nothing is to be known of the key any more, on a compacted topic. */
    void forget(final String topic, final String key) {
        add(topic, key, null, new RecordHeaders());
    }

    private void add(final String topic, final String key, final byte @Nullable [] value, final Headers itsHeaders) {
        pending.add(new Record<>(key, new Statement(topic, value), timestampMs, itsHeaders));
    }

    void discard() {
        pending.clear();
    }

    void forwardTo(final ProcessorContext<String, Statement> context) {
        for (final Record<String, Statement> statement : pending) {
            context.forward(statement);
        }
        pending.clear();
    }
}
