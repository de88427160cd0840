package io.millrace.ingest.forward;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventStamp;
import io.millrace.ingest.forward.SendSession.Attempt;
import io.millrace.ingest.journal.DeadLetterCodec;
import io.millrace.ingest.journal.JournalRecord;
import io.millrace.ingest.journal.RecordType;
import io.millrace.ingest.ring.MachineTable;
import io.millrace.ingest.source.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Kafka records from journal records. Their Kafka timestamp is left to the producer and the broker: brokers refuse times ahead
 * and delete old ones early, and an event's own clocks may be years off.
 */
final class KafkaRecords {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecords.class);

    private final ForwarderSettings settings;
    private final EventTopics topics;
    private final DeadLetterJson deadLetters;
    private final UUID journal;
    private final SendSession.Fallback refusedEvent = this::insteadOfEvent;
    private final EventDecoder decoder = new EventDecoder();
    private final MachineTable<Place> places = new MachineTable<>(Place::new);

    /** Where a machine's events go. */
    private static final class Place {
        private byte[] key = {};
        private int partition;
    }

    KafkaRecords(final ForwarderSettings settings, final UUID journal) {
        this.settings = settings;
        this.topics = settings.topics();
        this.deadLetters = new DeadLetterJson(topics.deadLetters(), settings.gateway());
        this.journal = journal;
    }

    void send(final JournalRecord record, final Outstanding outstanding, final SendSession session) {
        if (record.type() == RecordType.EVENTS) {
            record.forEach((index, buffer, offset, length) -> sendEvent(buffer, offset, length, outstanding, session));
        } else {
            record.forEach((index, buffer, offset, length) -> {
                outstanding.addBytes(length);
                session.send(outstanding, deadLetter(DeadLetterCodec.decode(buffer, offset), id(outstanding)));
            });
        }
    }

    private void sendEvent(
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Outstanding outstanding,
            final SendSession session) {
        if (topics.form() == EventTopics.Form.VALUES) {
            outstanding.addBytes(length);
            session.send(outstanding, value(decoder.decode(buffer, offset)));
            return;
        }
        final byte[] value = new byte[length];
        buffer.getBytes(offset, value);
        final Place place = place(buffer, offset);
        if (place.key.length > 0) {
            outstanding.addBytes(length);
            session.send(outstanding, event(place.partition, place.key, value));
        } else {
            // A definition concerns all machines: every partition has its own copy, in the order of its events.
            for (int partition = 0; partition < settings.partitions(); partition++) {
                outstanding.addBytes(length);
                session.send(outstanding, event(partition, place.key, value));
            }
        }
    }

    private Place place(final DirectBuffer event, final int offset) {
        final int length = EventStamp.machineLength(event, offset);
        final Place place = places.get(event, EventStamp.machineOffset(event, offset), length);
        if (place.key.length != length) {
            final byte[] key = new byte[length];
            event.getBytes(EventStamp.machineOffset(event, offset), key);
            place.key = key;
            place.partition = partition(key);
        }
        return place;
    }

    /**
     * As Kafka's own producers place a key, but by the configured number: a topic that somebody gives more partitions must not tear a
     * machine's events apart.
     */
    private int partition(final byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % settings.partitions();
    }

    private Attempt event(final int partition, final byte[] key, final byte[] value) {
        return new Attempt(new ProducerRecord<>(topics.events(), partition, key, value), refusedEvent);
    }

    private Attempt value(final Event event) {
        final ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.events(),
                null,
                null,
                event.head().machine().getBytes(StandardCharsets.UTF_8),
                ValueJson.json(event),
                ValueJson.headers(event));
        return new Attempt(
                record,
                (refused, reason) ->
                        insteadOf(refused, event.head().gatewayTimeNs(), reason, ValueJson.id(event.head())));
    }

    private Attempt deadLetter(final DeadLetter letter, final String id) {
        return new Attempt(
                deadLetters.record(letter, true, id),
                (refused, reason) -> new Attempt(deadLetters.record(letter, false, id), KafkaRecords::nothing));
    }

    /** The event as a dead letter; if that is too large, one without the event's bytes. */
    private Attempt insteadOfEvent(final ProducerRecord<byte[], byte[]> event, final String reason) {
        final UnsafeBuffer bytes = new UnsafeBuffer(event.value());
        return insteadOf(
                event,
                EventStamp.gatewayTimeNs(bytes, 0),
                reason,
                EventStamp.incarnation(bytes, 0) + "-" + EventStamp.sequence(bytes, 0) + "-"
                        + new String(event.key(), StandardCharsets.UTF_8));
    }

    private Attempt insteadOf(
            final ProducerRecord<byte[], byte[]> event, final long timeNs, final String reason, final String ofEvent) {
        final DeadLetter letter = letter(event, timeNs, reason);
        final String id = journal + "-" + ofEvent;
        return new Attempt(
                deadLetters.notForwardable(letter, true, id),
                (refused, again) -> new Attempt(deadLetters.notForwardable(letter, false, id), KafkaRecords::nothing));
    }

    private static @Nullable Attempt nothing(final ProducerRecord<byte[], byte[]> refused, final String reason) {
        LOG.error("Kafka refuses even a short dead letter ({}): it is passed", reason);
        return null;
    }

    /** Sends what stands in for a refused record, and lets that go. */
    void pass(final SendSession.Refused refused, final SendSession session) {
        final Outstanding outstanding = refused.outstanding();
        final Attempt attempt = refused.attempt();
        final String reason = String.valueOf(refused.reason().getMessage());
        LOG.error(
                "Kafka can never take journal record {} on {}: {}",
                outstanding.position(),
                attempt.record().topic(),
                reason);
        final Attempt instead = attempt.fallback().instead(attempt.record(), reason);
        if (instead != null) {
            session.send(outstanding, instead);
        }
        outstanding.release();
    }

    private static DeadLetter letter(
            final ProducerRecord<byte[], byte[]> event, final long timeNs, final String reason) {
        return new DeadLetter(
                "gateway",
                event.topic(),
                timeNs,
                DeadLetter.Reason.TOO_LARGE,
                reason,
                new String(event.key(), StandardCharsets.UTF_8),
                "",
                "",
                event.value());
    }

    /** The same for the same journal record, however often it is sent. */
    private String id(final Outstanding outstanding) {
        return journal + "-" + outstanding.position();
    }
}
