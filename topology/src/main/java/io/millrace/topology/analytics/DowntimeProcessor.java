package io.millrace.topology.analytics;

import io.millrace.core.downtime.Downtime;
import io.millrace.core.downtime.DowntimeHour;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adapter between the state intervals and the hours they touch; holds no rule. */
final class DowntimeProcessor implements Processor<byte[], byte[], String, byte[]> {
    static final String HOURS = "hours";

    private final Topics topics;
    private final CloudEventHeaders headers;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<Bytes, byte[]> store;

    DowntimeProcessor(final Topics topics, final String application) {
        this.topics = topics;
        headers = new CloudEventHeaders(application);
    }

    @Override
    public void init(final ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        store = context.getStateStore(HOURS);
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        final StateInterval interval;
        try {
            interval = Json.stateInterval(record.value());
        } catch (final RuntimeException e) {
            refuse(record, e);
            return;
        }
        apply(interval, record.timestamp());
    }

    /** The hours are found before any is changed: the first one knows how far the earlier statement reached. */
    private void apply(final StateInterval interval, final long timestampMs) {
        final DowntimeHours hours = new DowntimeHours(store, interval.machine());
        final long first = DowntimeHour.hourOf(interval.fromNs());
        final DowntimeHour startHour = hours.hour(first);
        final long last = DowntimeHour.lastHour(startHour, interval);
        for (long start = first; start <= last; start += DowntimeHour.HOUR_NS) {
            final DowntimeHour hour = start == first ? startHour : hours.hour(start);
            hour.apply(interval, figure -> say(figure, timestampMs));
            hours.save(start, hour);
        }
    }

    private void say(final Downtime figure, final long timestampMs) {
        final String key = figure.machine() + "|" + figure.reason() + "|" + hour(figure);
        final byte[] json = Json.write(figure);
        context.forward(
                new Record<>(
                        key,
                        json,
                        timestampMs,
                        headers.of(RecordType.DOWNTIME, topics.downtime(), key, json, figure.hourStartNs())),
                AnalyticsTopology.DOWNTIME);
    }

    private static String hour(final Downtime figure) {
        return Instant.ofEpochSecond(TimeUnit.NANOSECONDS.toSeconds(figure.hourStartNs()))
                .toString();
    }

    private void refuse(final Record<byte[], byte[]> record, final RuntimeException cause) {
        final RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record that came from nowhere"));
        final DeadLetter letter = DeadLetter.ofRecord(
                new DeadLetter.Position(from.topic(), from.partition(), from.offset()),
                TimeUnit.MILLISECONDS.toNanos(record.timestamp()),
                DeadLetter.UNDECODABLE,
                "no state interval: " + cause.getMessage(),
                "",
                record.value());
        final byte[] json = Json.write(letter);
        context.forward(
                new Record<>(
                        letter.origin(),
                        json,
                        record.timestamp(),
                        headers.of(
                                RecordType.DEAD_LETTER, topics.deadLetters(), letter.origin(), json, letter.timeNs())),
                AnalyticsTopology.DEAD_LETTERS);
    }
}
