package io.millrace.ingest.mqtt;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.json.EntryWalker;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Source;
import io.millrace.ingest.source.SourceContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears JSON from an MQTT broker in a session that outlives the gateway, and acknowledges a message only when the journal holds
 * it: nothing acknowledged is lost, and what is sent again after a crash carries the same ids. One thread keeps the connection,
 * the network's takes the messages in their order; while the ring is full they wait, which the broker feels as its window filling up.
 */
public final class MqttJsonSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger(MqttJsonSource.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final long SHORT_CONNECTION_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOG_PERIOD_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DRAIN_STEPS = 200;
    private static final long DRAIN_STEP_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** As many as there are packet identifiers: more cannot be under way. */
    private static final int MOST_AT_ONCE = 65_535;

    private final MqttJsonConfig config;
    private final SourceContext context;
    private final long longestPauseMs;
    private final JsonMapper mapper;
    private final EntryWalker walker;
    private final MqttLoop loop;
    private final Thread keeper;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LongAdder messages = new LongAdder();
    private final LongAdder events = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder passedOver = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private volatile @Nullable MqttConnection current;
    private volatile boolean ready;
    /** On the network's thread alone. */
    private @Nullable Taking unfinished;

    private String lastComplaint = "";
    private long lastComplaintNs;
    /** On the keeper's thread alone. */
    private int receiveMaximum;

    public MqttJsonSource(final MqttJsonConfig config, final SourceContext context) {
        this(config, context, LONGEST_PAUSE_MS);
    }

    MqttJsonSource(final MqttJsonConfig config, final SourceContext context, final long longestPauseMs) {
        this.config = config;
        this.context = context;
        this.longestPauseMs = longestPauseMs;
        this.receiveMaximum = config.receiveMaximum();
        this.mapper = new JsonMapper(
                context.gateway(), context.source(), context.machines(), config.mappings(), config.limits());
        this.walker = mapper.walker();
        this.loop = new MqttLoop("mqtt-" + config.name());
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

    /** Messages that the broker will not send again (QoS 0) and for which there was no room. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void bindTo(final MeterRegistry registry, final Tags tags) {
        counter(registry, tags, "millrace.mqtt.messages", "messages taken, whatever became of them", messages);
        counter(registry, tags, "millrace.mqtt.passed.over", "messages that no mapping speaks for", passedOver);
        counter(registry, tags, "millrace.mqtt.dropped", "messages with QoS 0 for which there was no room", dropped);
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
        try {
            keeper.join(TimeUnit.SECONDS.toMillis(5));
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        loop.close();
    }

    /** The keeper's life: connect, wait until that is lost, pause, again. */
    private void keepConnected() {
        long pauseMs = FIRST_PAUSE_MS;
        boolean again = false;
        while (closed.getCount() > 0) {
            try {
                final MqttConnection connection =
                        new MqttConnection(config, receiveMaximum, loop, context.clockNs(), new Taker());
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
                if (connection.hadTooMuchAtOnce()) {
                    allowAll();
                }
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

    /** Some brokers lose count of what they have sent (Mosquitto 2.0.11 with a session that waits), with each connection anew. */
    private void allowAll() {
        LOG.warn(
                "{}: the broker sends more than receive-maximum {} allows it: from now on it is allowed {}; consider another version of it",
                config.name(),
                receiveMaximum,
                MOST_AT_ONCE);
        receiveMaximum = MOST_AT_ONCE;
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

    private final class Taker implements MqttConnection.Taker {
        @Override
        public boolean tryTake(final MqttConnection connection, final MqttMessage message, final boolean isMoreComing) {
            final Taking begun = unfinished;
            return begun != null && begun.message == message
                    ? tryGoOn(begun)
                    : tryBegin(connection, message, isMoreComing);
        }

        @Override
        public void onPause() {
            context.inlet().wake();
        }

        @Override
        public void onDropped() {
            dropped.increment();
        }
    }

    /** One message to the ring, acknowledged once the journal holds it. */
    private boolean tryBegin(final MqttConnection connection, final MqttMessage message, final boolean isMoreComing) {
        final long nowNs = context.clockNs().getAsLong();
        if (walker.tryRead(message.topic(), message.payload(), message.correlationId(), nowNs)) {
            final Runnable durable = () -> connection.acknowledge(message);
            final boolean isTaken = isMoreComing
                    ? context.inlet().tryQueue(walker, durable)
                    : context.inlet().tryOffer(walker, durable);
            if (isTaken) {
                events.increment();
                messages.increment();
            }
            return isTaken;
        }
        final Mapped mapped = mapper.map(message.topic(), message.payload(), message.correlationId(), nowNs);
        if (mapped.letter() == null && mapped.events().size() == 1) {
            walker.learn(message.topic(), message.payload());
        }
        return tryGoOn(new Taking(connection, message, mapped));
    }

    /** A message that is taken in two parts, if it must: its events and a dead letter. */
    private static final class Taking {
        private final MqttConnection connection;
        private final MqttMessage message;
        private final Mapped mapped;
        private final AtomicInteger pending;
        private boolean areEventsTaken;

        Taking(final MqttConnection connection, final MqttMessage message, final Mapped mapped) {
            this.connection = connection;
            this.message = message;
            this.mapped = mapped;
            this.areEventsTaken = mapped.events().isEmpty();
            this.pending = new AtomicInteger((areEventsTaken ? 0 : 1) + (mapped.letter() == null ? 0 : 1));
        }

        void onDurable() {
            if (pending.decrementAndGet() == 0) {
                connection.acknowledge(message);
            }
        }
    }

    private boolean tryGoOn(final Taking taking) {
        final Taking rest = put(taking);
        unfinished = rest;
        if (rest == null) {
            messages.increment();
        }
        return rest == null;
    }

    /** @return what there was no room for; null if all is taken */
    private @Nullable Taking put(final Taking taking) {
        final DeadLetter letter = taking.mapped.letter();
        if (taking.mapped.events().isEmpty() && letter == null) {
            passedOver.increment();
            taking.connection.acknowledge(taking.message);
            return null;
        }
        if (!taking.areEventsTaken) {
            try {
                if (!context.inlet().tryOffer(taking.mapped.events(), taking::onDurable)) {
                    return taking;
                }
            } catch (final IllegalArgumentException tooLarge) {
                // It would be so again at each redelivery, and nothing behind it would ever be acknowledged.
                return put(new Taking(taking.connection, taking.message, refused(taking.message, tooLarge)));
            }
            taking.areEventsTaken = true;
            events.add(taking.mapped.events().size());
        }
        if (letter != null) {
            if (!context.inlet().tryOffer(letter, taking::onDurable)) {
                return taking;
            }
            deadLetters.increment();
        }
        return null;
    }

    private Mapped refused(final MqttMessage message, final IllegalArgumentException why) {
        return mapper.refused(
                message.topic(),
                message.payload(),
                String.valueOf(why.getMessage()),
                context.clockNs().getAsLong());
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
