package io.millrace.topology.run;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.topology.topic.TopicAdmin;
import io.millrace.topology.topic.TopicException;
import io.millrace.topology.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: waits for the broker, makes the topics, starts Kafka Streams, replaces threads that fail while the budget
 * lasts, and ends with a sentence where going on would do harm. Any thread may call it.
 */
public final class StreamsRunner implements MeterBinder, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final RunnerConfig config;
    private final Topology topology;
    private final List<TopicSpec> topics;
    private final RestartBudget budget;
    private final AtomicInteger restarts = new AtomicInteger();
    private final CompletableFuture<@Nullable String> end = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> running = new CompletableFuture<>();
    private final Thread starter;
    private final List<MeterRegistry> registries = new ArrayList<>();
    private @Nullable KafkaStreams streams;
    private @Nullable KafkaStreamsMetrics metrics;
    private boolean closed;

    /** @param topics that have to exist before it starts */
    public StreamsRunner(final RunnerConfig config, final Topology topology, final List<TopicSpec> topics) {
        this.config = config;
        this.topology = topology;
        this.topics = List.copyOf(topics);
        budget = new RestartBudget(config.restartsAllowed(), config.restartWindow());
        starter = new Thread(this::startWhenKafkaAnswers, config.application() + "-starter");
        starter.setDaemon(true);
    }

    /** Returns at once; see {@link #isReady()}. A broker that is not there is waited for. */
    public void start() {
        starter.start();
    }

    /** Completed, on a thread of Kafka Streams, when it processes for the first time: all of its state is restored. */
    public CompletableFuture<@Nullable Void> running() {
        return running;
    }

    private void startWhenKafkaAnswers() {
        try {
            boolean told = false;
            while (!tryPrepareTopics(told)) {
                told = true;
                TimeUnit.SECONDS.sleep(1);
            }
            startStreams();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final TopicException e) {
            fail(config.application() + " does not start: " + e.getMessage(), null);
        } catch (final RuntimeException e) {
            fail(config.application() + " cannot start: " + rootOf(e).getMessage(), e);
        }
    }

    private boolean tryPrepareTopics(final boolean told) throws InterruptedException {
        try (Admin admin = Admin.create(StreamsSettings.admin(config))) {
            TopicAdmin.ensure(admin, topics, (short) config.replication());
            LostState.check(admin, topology, config.application());
            return true;
        } catch (final ExecutionException e) {
            if (!told) {
                LOG.warn(
                        "{} waits for Kafka at {}, which does not answer as it should ({}); it tries again until it does",
                        config.application(),
                        config.bootstrapServers(),
                        e.getCause() == null ? e.toString() : e.getCause().toString());
            }
            return false;
        } catch (final KafkaException e) {
            throw new IllegalStateException("the Kafka settings are wrong: " + rootOf(e), e);
        }
    }

    private synchronized void startStreams() {
        if (closed) {
            return;
        }
        final KafkaStreams started = new KafkaStreams(topology, StreamsSettings.of(config));
        started.setUncaughtExceptionHandler(this::onThreadFailed);
        started.setStateListener((to, from) -> {
            LOG.info("{}: {} (was {})", config.application(), to, from);
            if (to == KafkaStreams.State.RUNNING) {
                running.complete(null);
            } else if (to == KafkaStreams.State.ERROR) {
                fail(config.application() + " has ended after a failure, see the log", null);
            }
        });
        streams = started;
        registries.forEach(registry -> bind(registry, started));
        started.start();
    }

    private StreamThreadExceptionResponse onThreadFailed(final Throwable cause) {
        final NewerVersionException newer = find(cause, NewerVersionException.class);
        if (newer != null) {
            fail(config.application() + " stops, and skips nothing: " + newer.getMessage(), null);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (!budget.tryTake(System.nanoTime())) {
            fail(
                    config.application() + " stops: " + config.restartsAllowed() + " restarts within "
                            + config.restartWindow() + " did not help: " + rootOf(cause),
                    cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("{}: a thread failed and is replaced ({})", config.application(), rootOf(cause), cause);
        restarts.incrementAndGet();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private void fail(final String sentence, final @Nullable Throwable cause) {
        if (end.complete(sentence)) {
            LOG.error(sentence, cause);
        }
    }

    private static <T extends Throwable> @Nullable T find(final Throwable thrown, final Class<T> type) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }

    private static Throwable rootOf(final Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** True while it processes; false before, while partitions move, and after its end. */
    public boolean isReady() {
        return state() == KafkaStreams.State.RUNNING;
    }

    /** @return the state of Kafka Streams, CREATED before the broker has answered */
    public synchronized KafkaStreams.State state() {
        return streams == null ? KafkaStreams.State.CREATED : streams.state();
    }

    /** @return threads replaced after failures since the start */
    public int restarts() {
        return restarts.get();
    }

    /** @return completed with null by {@link #close()}, or with a sentence when the topology has ended by itself and must be seen to */
    public CompletableFuture<@Nullable String> end() {
        return end.copy();
    }

    /** Adds the state, the restarts and Kafka Streams' own metrics; before the start as well as after it. */
    @Override
    public synchronized void bindTo(final MeterRegistry registry) {
        Gauge.builder("millrace.topology.ready", this, runner -> runner.isReady() ? 1 : 0)
                .description("1 while the topology processes")
                .tag("application", config.application())
                .register(registry);
        Gauge.builder("millrace.topology.restarts", restarts, AtomicInteger::get)
                .description("Threads replaced after failures")
                .tag("application", config.application())
                .register(registry);
        registries.add(registry);
        if (streams != null) {
            bind(registry, streams);
        }
    }

    private void bind(final MeterRegistry registry, final KafkaStreams running) {
        metrics = new KafkaStreamsMetrics(running);
        metrics.bindTo(registry);
    }

    /** Commits what is processed and leaves; blocks up to 20 s. */
    @Override
    public void close() {
        final KafkaStreams open;
        synchronized (this) {
            closed = true;
            open = streams;
            if (metrics != null) {
                metrics.close();
            }
        }
        starter.interrupt();
        if (open != null && !open.close(CLOSE_WITHIN)) {
            LOG.warn("{} did not end within {}", config.application(), CLOSE_WITHIN);
        }
        end.complete(null);
    }
}
