package io.millrace.app.load;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.UnknownEventException;
import io.millrace.core.ledger.Confirmation;
import io.millrace.perf.wire.Outbox;
import io.millrace.topology.record.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A run's connections: machines that send, and consumers that listen on the topics. One thread sends, each consumer has its own; the
 * caller's thread controls.
 */
final class Session implements AutoCloseable {
    private static final long CONNECTED_WITHIN_MS = 20_000;

    private final String run;
    private final LoadPlant plant;
    private final LongSupplier clockNs;
    private final Books books;
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<TopicListener> listeners = new ArrayList<>();
    private final EventDecoder decoder = new EventDecoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final List<Latencies> latencies = new CopyOnWriteArrayList<>();

    /**
     * @param run its name, without dots; no other run of the installation may have it
     * @param withConfirmations whether to listen for these too
     */
    Session(
            final String run,
            final LoadOptions options,
            final boolean withConfirmations,
            final Installation installation,
            final LongSupplier clockNs) {
        this.run = run;
        this.plant = options.plant();
        this.clockNs = clockNs;
        books = new Books(plant.machines());
        for (int i = 0; i < Math.min(options.connections(), plant.machines()); i++) {
            outboxes.add(new Outbox(installation.mqtt(), "perf-" + run + "-" + i));
        }
        final String confirmations = installation.topics().confirmations();
        listeners.add(
                new TopicListener(installation.kafka(), installation.topics().events(), true, clockNs, this::onEvent));
        if (withConfirmations) {
            listeners.add(new TopicListener(installation.kafka(), confirmations, true, clockNs, this::onConfirmation));
            listeners.add(new TopicListener(installation.kafka(), confirmations, false, clockNs, this::onUncommitted));
        }
    }

    /** Connects, listens, and starts an operation at each machine. */
    void start() throws InterruptedException {
        outboxes.forEach(Outbox::start);
        for (final Outbox each : outboxes) {
            each.awaitFirstConnection(CONNECTED_WITHIN_MS);
        }
        for (final TopicListener each : listeners) {
            each.start();
        }
        tellAll("context", LoadMessage::start);
    }

    private void tellAll(final String kind, final Function<LoadMessage, byte[]> payload) {
        final long nowNs = clockNs.getAsLong();
        for (int machine = 0; machine < plant.machines(); machine++) {
            outbox(machine)
                    .send(LoadPlant.topic(machine, kind), payload.apply(new LoadMessage(run, machine, 0, nowNs)));
        }
    }

    Books books() {
        return books;
    }

    /** Begins new histograms for what is scheduled from a time on and before another. */
    Latencies measure(final long fromNs, final long untilNs) {
        latencies.clear();
        return measureToo(fromNs, untilNs);
    }

    /** The same beside those there are, for another stretch. */
    Latencies measureToo(final long fromNs, final long untilNs) {
        final Latencies fresh = new Latencies();
        fresh.measure(fromNs, untilNs);
        latencies.add(fresh);
        return fresh;
    }

    /** Records no more in what was begun earlier. */
    void forget(final Latencies whose) {
        latencies.remove(whose);
    }

    private void record(final Hop hop, final long scheduledNs, final long arrivedNs) {
        latencies.forEach(each -> each.record(hop, scheduledNs, arrivedNs));
    }

    /** Starts to send on a thread of its own; it ends when everything is sent, or when it is interrupted. */
    Thread send(final long fromNs, final long untilNs, final double perSecond) {
        final OpenLoop loop = new OpenLoop(
                clockNs, scheduledNs -> LockSupport.parkNanos(scheduledNs - clockNs.getAsLong()), this::sendOne);
        final Thread thread = new Thread(() -> loop.run(fromNs, untilNs, perSecond), "load-sender");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void sendOne(final long number, final long scheduledNs) {
        final int machine = (int) (number % plant.machines());
        final LoadMessage message = new LoadMessage(run, machine, books.nextOf(machine), scheduledNs);
        outbox(machine).send(message.topic(), message.payload());
        record(Hop.SENT, scheduledNs, clockNs.getAsLong());
    }

    /** A machine's messages keep their order: they go through one connection. */
    private Outbox outbox(final int machine) {
        return outboxes.get(machine % outboxes.size());
    }

    /** Asks each machine's operation to be told to its last unit. */
    void settle() {
        tellAll("decision", LoadMessage::settlement);
    }

    /** Messages that the MQTT broker has not acknowledged. */
    int unacknowledged() {
        return outboxes.stream().mapToInt(Outbox::unacknowledged).sum();
    }

    /** @throws RuntimeException if a consumer listens no more */
    void check() {
        listeners.forEach(TopicListener::check);
    }

    private void onEvent(final ConsumerRecord<byte[], byte[]> message, final long readNs) {
        if (message.value() == null) {
            return;
        }
        buffer.wrap(message.value());
        final Event event;
        try {
            event = decoder.decode(buffer, 0);
        } catch (final UnknownEventException foreign) {
            return; // a dead letter or of a newer version: if it should be ours, it will be missing
        }
        final LoadMessage.Received received = LoadMessage.read(run, plant.machines(), event);
        if (received != null) {
            final long scheduledNs = event.head().sourceTimeNs();
            record(Hop.GATEWAY, scheduledNs, event.head().gatewayTimeNs());
            record(Hop.KAFKA, scheduledNs, TimeUnit.MILLISECONDS.toNanos(message.timestamp()));
            record(Hop.KAFKA_READ, scheduledNs, readNs);
            books.received(received);
        }
    }

    private void onConfirmation(final ConsumerRecord<byte[], byte[]> message, final long readNs) {
        final Confirmation confirmation = Json.confirmation(message.value());
        books.confirmed(confirmation);
        record(Hop.CONFIRMED, confirmation, readNs);
    }

    private void onUncommitted(final ConsumerRecord<byte[], byte[]> message, final long readNs) {
        record(Hop.CONFIRMED_UNCOMMITTED, Json.confirmation(message.value()), readNs);
    }

    private void record(final Hop hop, final Confirmation confirmation, final long readNs) {
        if (confirmation.trigger() == Confirmation.Trigger.QUANTITY && books.knows(confirmation.operation())) {
            record(hop, confirmation.triggerSourceNs(), readNs);
        }
    }

    @Override
    public void close() {
        listeners.forEach(TopicListener::close);
        outboxes.forEach(Outbox::close);
    }
}
