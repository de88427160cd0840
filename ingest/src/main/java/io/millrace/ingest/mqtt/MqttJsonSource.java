package io.millrace.ingest.mqtt;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears JSON from an MQTT broker in a session that outlives the gateway, and acknowledges a message only when the journal holds
 * it: nothing acknowledged is lost, and what is sent again after a crash carries the same ids. One thread keeps the connection,
 * another takes the messages in their order and waits when the ring is full, which the broker feels as its window filling up.
 */
public final class MqttJsonSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(MqttJsonSource.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long SHORT_CONNECTION_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ROOM_PAUSE_NS = 50_000;
    private static final long LOG_PERIOD_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DRAIN_STEPS = 200;
    private static final long DRAIN_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final MqttJsonConfig config;
    private final SourceContext context;
    private final long longestPauseMs;
    private final JsonMapper mapper;
    private final EntryWalker walker;
    private final ExecutorService delivery;
    private final Thread keeper;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LongAdder messages = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private volatile @Nullable MqttConnection current;
    private volatile boolean ready;
    private String lastComplaint = "";
    private long lastComplaintNs;

    public MqttJsonSource(final MqttJsonConfig config, final SourceContext context) {
        this(config, context, LONGEST_PAUSE_MS);
    }

    MqttJsonSource(final MqttJsonConfig config, final SourceContext context, final long longestPauseMs) {
        this.config = config;
        this.context = context;
        this.longestPauseMs = longestPauseMs;
        this.mapper = new JsonMapper(
                context.gateway(), context.source(), context.machines(), config.mappings(), config.limits());
        this.walker = mapper.walker();
        this.delivery = Executors.newSingleThreadExecutor(task -> daemon(task, "mqtt-take-" + config.name()));
        this.keeper = daemon(this::keepConnected, "mqtt-keep-" + config.name());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public void start() {
        keeper.start();
    }

    /** True while connected and subscribed. */
    @Override
    public boolean isReady() {
        return ready;
    }

    /** Messages taken: offered and accepted, whatever became of them. */
    public long messages() {
        return messages.sum();
    }

    public long events() {
        return events.sum();
    }

    public long deadLetters() {
        return deadLetters.sum();
    }

    /** Messages acknowledged without an event, since no mapping of their topic speaks for them. */
    public long passedOver() {
        return passedOver.sum();
    }

    @Override
    public void bindTo(final MeterRegistry registry, final Tags tags) {
        counter(registry, tags, "millrace.mqtt.messages", "messages taken, whatever became of them", messages);
        counter(registry, tags, "millrace.mqtt.passed.over", "messages that no mapping speaks for", passedOver);
        counter(registry, tags, "millrace.mqtt.reconnects", "connections made again after a loss", reconnects);
    }

    private static void counter(
            final MeterRegistry registry,
            final Tags tags,
            final String name,
            final String description,
            final LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** How often the connection was made again after it was lost. */
    public long reconnects() {
        return reconnects.sum();
    }

    @Override
    public void close() {
        final MqttConnection last = current;
        if (last != null) {
            last.stopTaking();
            for (int step = 0; step < DRAIN_STEPS && !last.isDrained(); step++) {
                LockSupport.parkNanos(DRAIN_STEP_NS);
            }
        }
        closed.countDown();
        keeper.interrupt();
        delivery.shutdown();
        try {
            keeper.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The keeper's life: connect, wait until that is lost, pause, again. */
    private void keepConnected() {
        long pauseMs = FIRST_PAUSE_MS;
        boolean again = false;
        while (closed.getCount() > 0) {
            try {
                final MqttConnection connection = new MqttConnection(config, this::deliver, this::onMessage);
                current = connection;
                connection.open(!again);
                onConnected(again);
                again = true;
                final long sinceNs = context.clockNs().getAsLong();
                connection.awaitLost();
                // Two clients of one id would otherwise take the session from each other without end or pause.
                final boolean isShort = context.clockNs().getAsLong() - sinceNs < SHORT_CONNECTION_NS;
                pauseMs = connection.isDoubtful() ? longestPauseMs : isShort ? pauseMs : FIRST_PAUSE_MS;
                complain("lost the broker: " + connection.lostWhy());
            } catch (final MqttConnection.RefusedException refused) {
                complain(String.valueOf(refused.getMessage()));
            } catch (final InterruptedException closing) {
                // The loop's condition says whether to go on.
            } catch (final RuntimeException unexpected) {
                LOG.error("{}: connecting failed", config.name(), unexpected);
            }
            ready = false;
            abandon();
            pauseMs = pause(pauseMs);
        }
    }

    private void abandon() {
        final MqttConnection last = current;
        if (last != null) {
            last.abandon();
        }
    }

    private void onConnected(final boolean again) {
        if (again) {
            reconnects.increment();
        }
        lastComplaint = "";
        LOG.info(
                "{}: connected to {}:{} by MQTT {}{}, subscribed {} with QoS {}",
                config.name(),
                config.access().host(),
                config.access().port(),
                config.access().version().text(),
                config.access().tls() == null ? "" : " and TLS",
                config.topics(),
                config.qos().getCode());
        ready = true;
    }

    /** @return how long to pause the next time */
    private long pause(final long pauseMs) {
        try {
            closed.await(pauseMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException closing) {
            // The loop's condition says whether to go on.
        }
        return Math.min(longestPauseMs, pauseMs * 2);
    }

    /** The taking thread's work: one message to the ring, acknowledged once the journal holds it. @return false if it was not taken */
    private boolean onMessage(final MqttConnection connection, final MqttMessage message) {
        final long nowNs = context.clockNs().getAsLong();
        if (walker.tryRead(message.topic(), message.payload(), message.correlationId(), nowNs)) {
            final Runnable durable = () -> connection.acknowledge(message);
            if (!offered(connection, () -> context.inlet().tryOffer(walker, durable))) {
                return false;
            }
            events.increment();
            messages.increment();
            return true;
        }
        final Mapped mapped = mapper.map(message.topic(), message.payload(), message.correlationId(), nowNs);
        if (mapped.letter() == null && mapped.events().size() == 1) {
            walker.learn(message.topic(), message.payload());
        }
        if (!taken(connection, message, mapped)) {
            return false;
        }
        messages.increment();
        return true;
    }

    private boolean taken(final MqttConnection connection, final MqttMessage message, final Mapped mapped) {
        final DeadLetter letter = mapped.letter();
        final int parts = (mapped.events().isEmpty() ? 0 : 1) + (letter == null ? 0 : 1);
        if (parts == 0) {
            passedOver.increment();
            connection.acknowledge(message);
            return true;
        }
        final AtomicInteger pending = new AtomicInteger(parts);
        final Runnable durable = () -> {
            if (pending.decrementAndGet() == 0) {
                connection.acknowledge(message);
            }
        };
        if (!mapped.events().isEmpty()) {
            try {
                if (!offered(connection, () -> context.inlet().tryOffer(mapped.events(), durable))) {
                    return false;
                }
            } catch (final IllegalArgumentException tooLarge) {
                // It would be so again at each redelivery, and nothing behind it would ever be acknowledged.
                return taken(connection, message, refused(message, tooLarge));
            }
            events.add(mapped.events().size());
        }
        if (letter != null) {
            if (!offered(connection, () -> context.inlet().tryOffer(letter, durable))) {
                return false;
            }
            deadLetters.increment();
        }
        return true;
    }

    private Mapped refused(final MqttMessage message, final IllegalArgumentException why) {
        return mapper.refused(
                message.topic(),
                message.payload(),
                String.valueOf(why.getMessage()),
                context.clockNs().getAsLong());
    }

    /** Waits for room. @return false if the connection was lost meanwhile: the broker will send the message again */
    private static boolean offered(final MqttConnection connection, final BooleanSupplier attempt) {
        while (!attempt.getAsBoolean()) {
            if (!connection.isTaking()) {
                return false;
            }
            LockSupport.parkNanos(ROOM_PAUSE_NS);
        }
        return true;
    }

    /** A message that comes after closing is dropped: not acknowledged, it is still the broker's. */
    private void deliver(final Runnable task) {
        try {
            delivery.execute(task);
        } catch (final RejectedExecutionException closing) {
            LOG.debug("{}: message after closing left to the broker", config.name());
        }
    }

    /** Says the same only once a minute. */
    private void complain(final String what) {
        final long nowNs = context.clockNs().getAsLong();
        if (closed.getCount() > 0 && (!what.equals(lastComplaint) || nowNs - lastComplaintNs >= LOG_PERIOD_NS)) {
            LOG.warn("{}: {}; trying again", config.name(), what);
            lastComplaint = what;
            lastComplaintNs = nowNs;
        }
    }

    private static Thread daemon(final Runnable task, final String name) {
        final Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
