package io.millrace.topology.analytics;

import io.millrace.core.aggregate.CellId;
import io.millrace.core.aggregate.Contribution;
import io.millrace.core.aggregate.Downtime;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.aggregate.FigureOutputs;
import io.millrace.core.aggregate.FiguresCodec;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Gives each thing the analytics say its topic, key, headers and JSON, and passes it on. On the task's thread only. */
final class FigureSayings implements FigureOutputs {
    private final Topics topics;
    private final CloudEventHeaders headers;
    private final ProcessorContext<String, Said> context;
    private long timestampMs;

    FigureSayings(final Topics topics, final CloudEventHeaders headers, final ProcessorContext<String, Said> context) {
        this.topics = topics;
        this.headers = headers;
        this.context = context;
    }

    /** @param inputTimestampMs of the record that is now processed: what it causes has the same */
    void begin(final long inputTimestampMs) {
        timestampMs = inputTimestampMs;
    }

    @Override
    public void figure(final Figure it) {
        say(RecordType.OEE, topics.oee(), it.id().key(), Json.write(it), it.asOfNs());
    }

    @Override
    public void downtime(final Downtime it) {
        say(RecordType.DOWNTIME, topics.downtime(), it.key(), Json.write(it), it.asOfNs());
    }

    /** All that a whole is made of meets in one partition, and of each part the newest is kept. Nobody else reads it: no headers. */
    @Override
    public void contribution(final Contribution it) {
        final String key = new CellId(it.scope(), it.period(), null).key() + "|" + it.part();
        final Said said = new Said(topics.figures(), it.scope().text(), FiguresCodec.write(it));
        context.forward(new Record<>(key, said, timestampMs));
    }

    void refuse(final Record<byte[], byte[]> record, final String reason, final String detail) {
        final RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
        final DeadLetter letter = DeadLetter.ofRecord(
                new DeadLetter.Position(from.topic(), from.partition(), from.offset()),
                TimeUnit.MILLISECONDS.toNanos(record.timestamp()),
                reason,
                detail,
                "",
                record.value());
        say(RecordType.DEAD_LETTER, topics.deadLetters(), letter.origin(), Json.write(letter), letter.timeNs());
    }

    private void say(
            final RecordType type, final String topic, final String key, final byte[] json, final long timeNs) {
        final Said said = new Said(topic, key, json);
        context.forward(new Record<>(key, said, timestampMs, headers.of(type, topic, key, json, timeNs)));
    }
}
