package io.millrace.app.kafka;

import io.millrace.app.exit.ExitCode;
import io.millrace.app.exit.Failure;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what a person says of a machine to the events, as a gateway would: with a transport identity (gateway {@code operator}, an
 * incarnation drawn from the clock, numbers from 1 for each machine) and a business identity, under the machine's key. There is no
 * journal behind it: what could not be written is not sent later. Blocks its caller's thread; not thread-safe.
 */
public final class EventPublisher implements AutoCloseable {
    /** Its name as gateway and as source. */
    public static final String OPERATOR = "operator";

    private static final int DELIVER_WITHIN_MS = 30_000;
    private static final int ANSWER_WITHIN_MS = 15_000;
    private static final long NS_PER_MS = 1_000_000;

    private final Map<String, Object> settings;
    private final String topic;
    private final LongSupplier clockNs;
    private final Supplier<UUID> ids;
    private final long incarnation;
    private final Map<String, Long> sequences = new HashMap<>();
    private final EventEncoder encoder = new EventEncoder();
    private final Producer<byte[], byte[]> producer;

    /**
     * @param client address and security of the cluster, as for any Kafka client
     * @param topic of the events
     * @param clockNs nanoseconds since the epoch: source time and gateway time of what is said, and at once the incarnation in
     *     milliseconds
     * @param ids source event ids
     */
    public EventPublisher(
            final Map<String, Object> client,
            final String topic,
            final LongSupplier clockNs,
            final Supplier<UUID> ids) {
        this.settings = new HashMap<>(client);
        this.topic = topic;
        this.clockNs = clockNs;
        this.ids = ids;
        this.incarnation = clockNs.getAsLong() / NS_PER_MS;
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("max.block.ms", ANSWER_WITHIN_MS);
        settings.put("request.timeout.ms", ANSWER_WITHIN_MS);
        settings.put("delivery.timeout.ms", DELIVER_WITHIN_MS);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Writes one event and waits until Kafka has it, at most half a minute.
     *
     * @param fact anything but a definition: those are written by gateways, to every partition
     * @return the event as it was written
     * @throws Failure if Kafka does not answer or refuses it; after a time-out it may be there all the same
     */
    public Event publish(final String machine, final Fact fact) {
        if (machine.isEmpty() || fact instanceof Fact.Definition) {
            throw new IllegalArgumentException("not of one machine: " + fact);
        }
        final long nowNs = clockNs.getAsLong();
        final long sequence = sequences.merge(machine, 1L, Long::sum);
        final EventHead head = EventHead.of(OPERATOR, OPERATOR, machine, nowNs, nowNs)
                .withIds(ids.get().toString(), "")
                .withTransport(incarnation, sequence);
        final Event event = new Event(head, fact);
        publish(new ProducerRecord<>(topic, key(machine), encoded(event)));
        return event;
    }

    /**
     * Writes what a source has said, as it is: only the transport identity becomes this publisher's, so whatever has counted already
     * counts once. In the order of the list; waits until Kafka has all of it.
     *
     * @param events of machines, not definitions
     * @throws Failure as {@link #publish(String, Fact)}
     */
    public void handOn(final List<Event> events) {
        final List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
        for (final Event event : events) {
            final EventHead head = event.head();
            final EventHead ours = new EventHead(
                    head.machine(),
                    OPERATOR,
                    incarnation,
                    sequences.merge(head.machine(), 1L, Long::sum),
                    head.source(),
                    head.sourceEventId(),
                    head.correlationId(),
                    head.sourceTimeNs(),
                    head.gatewayTimeNs(),
                    head.quality());
            sent.add(send(new ProducerRecord<>(topic, key(head.machine()), encoded(event.withHead(ours)))));
        }
        sent.forEach(this::await);
    }

    /**
     * Writes a record to whatever topic it names, and waits until Kafka has it.
     *
     * @throws Failure as {@link #publish(String, Fact)}
     */
    public void publish(final ProducerRecord<byte[], byte[]> record) {
        await(send(record));
    }

    /** A record's key: the partition is the producer's choice by these bytes, as it is for the gateways. */
    public static byte[] key(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] encoded(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
        return Arrays.copyOf(buffer.byteArray(), encoder.encode(event, buffer, 0));
    }

    private Future<RecordMetadata> send(final ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record);
        } catch (final InterruptException e) {
            throw interrupted(e);
        } catch (final TimeoutException e) {
            throw refused(e);
        }
    }

    private void await(final Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (final InterruptedException e) {
            throw interrupted(e);
        } catch (final ExecutionException e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        }
    }

    private static Failure interrupted(final Exception e) {
        Thread.currentThread().interrupt();
        return new Failure(ExitCode.FAILED, "interrupted: it may have been written or not", e);
    }

    private Failure refused(final Throwable cause) {
        final String kafka = "Kafka at " + settings.get("bootstrap.servers");
        return cause instanceof TimeoutException
                ? new Failure(
                        ExitCode.CANNOT_START,
                        kafka + " does not answer, so it is not certain whether this was written to " + topic
                                + ": look before you say it again",
                        cause)
                : new Failure(
                        ExitCode.FAILED,
                        kafka + " did not take it: " + cause.getMessage()
                                + (cause instanceof AuthorizationException ? " (docs/security.md has the rights)" : ""),
                        cause);
    }

    @Override
    public void close() {
        producer.close();
    }
}
