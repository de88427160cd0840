package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.ingest.tls.ClientTls;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * One network connection and the client object that holds it; both are thrown away together. A client object is never used for a
 * second connection: a message it has not acknowledged would block all later acknowledgements there, while the broker sends such a
 * message again to the next client of the same session.
 */
final class MqttConnection {
    /** Why a connection could not be made, for people. */
    static final class RefusedException extends Exception {
        RefusedException(final String why) {
            super(why);
        }
    }

    /** A larger packet the broker drops: it would fill the memory, and come again after every restart. */
    static final int MAX_PACKET_BYTES = 8 * 1024 * 1024;

    static final int KEEP_ALIVE_S = 20;

    /** What is done with messages, on the network's thread: nothing in it may block. */
    interface Taker {
        /**
         * @param isMoreComing {@link #onPause} is called behind it
         * @return false if there is no room: it is given again a little later, before any other
         */
        boolean tryTake(MqttConnection connection, MqttMessage message, boolean isMoreComing);

        /** What has come together has been given. */
        void onPause();

        /** A message that the broker will not send again had to be dropped, as there is no room for it. */
        void onDropped();
    }

    private static final int STEP_TIMEOUT_S = 10;
    private static final long ROOM_PAUSE_NS = 100_000;

    private final MqttJsonConfig config;
    private final int receiveMaximum;
    private final MqttLoop loop;
    private final Taker taker;
    private final MqttLink link;
    private final GatheredReads reads;
    /** Heard and not taken, in their order; on the network's thread alone. */
    private final Deque<MqttMessage> waiting = new ArrayDeque<>();

    private final CountDownLatch lost = new CountDownLatch(1);
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private volatile boolean taking = true;
    private volatile boolean abandoned;
    private volatile boolean doubtful;
    private volatile boolean tooMuchAtOnce;
    private volatile String lostWhy = "";

    /**
     * @param receiveMaximum messages that the broker may have under way to us, in MQTT 5
     * @param clockNs nanoseconds since anything
     * @param taker gets the messages, in their order
     * @throws RefusedException if the files for TLS cannot be used
     */
    MqttConnection(
            final MqttJsonConfig config,
            final int receiveMaximum,
            final MqttLoop loop,
            final LongSupplier clockNs,
            final Taker taker)
            throws RefusedException {
        this.config = config;
        this.receiveMaximum = receiveMaximum;
        this.loop = loop;
        this.taker = taker;
        this.reads = new GatheredReads(clockNs, taker::onPause);
        final MqttClientBuilder builder = secured(MqttClient.builder()
                .identifier(config.clientId())
                .serverHost(config.access().host())
                .serverPort(config.access().port())
                .executorConfig(loop.executors())
                .addDisconnectedListener(context -> onLost(context.getCause())));
        this.link = config.access().version() == MqttVersion.V5
                ? new Mqtt5Link(config, receiveMaximum, builder)
                : new Mqtt3Link(config, builder);
        link.hear(this::onMessage);
    }

    private MqttClientBuilder secured(final MqttClientBuilder builder) throws RefusedException {
        final ClientTls tls = config.access().tls();
        try {
            return tls == null ? builder : builder.sslConfig(tls.mqtt());
        } catch (final IOException unusable) {
            throw new RefusedException("the files for TLS cannot be read: " + unusable.getMessage());
        }
    }

    /**
     * Connects and subscribes; blocks. The subscription is made anew, in case the broker has lost the session.
     *
     * @param isFirst what is subscribed may not be what the session subscribed before
     */
    void open(final boolean isFirst) throws RefusedException, InterruptedException {
        final CompletableFuture<MqttLink.Welcome> connected = link.connect();
        // An attempt that succeeds after all must not take the session from its successor.
        connected.thenRun(() -> {
            if (abandoned) {
                link.disconnect();
            }
        });
        final MqttLink.Welcome welcome = await(
                connected,
                "connect to " + config.access().host() + ":" + config.access().port());
        link.gather(reads);
        if (welcome.maximumQos() == MqttQos.AT_MOST_ONCE && config.qos() != MqttQos.AT_MOST_ONCE) {
            throw new RefusedException("the broker allows QoS 0 only, where counts can be lost: allow QoS 1 there");
        }
        if (isFirst || !welcome.sessionPresent() || link.isSubscribingAgainHarmless()) {
            subscribe();
        }
    }

    private void subscribe() throws RefusedException, InterruptedException {
        final List<MqttQos> granted = await(link.subscribe(), "subscribe " + config.topics());
        for (int i = 0; i < granted.size(); i++) {
            if (granted.get(i) == MqttQos.AT_MOST_ONCE && config.qos() != MqttQos.AT_MOST_ONCE) {
                throw new RefusedException("the broker grants "
                        + config.topics().get(i) + " with QoS 0 only, where counts can be lost: allow QoS 1 there");
            }
        }
    }

    void awaitLost() throws InterruptedException {
        lost.await();
    }

    String lostWhy() {
        return lostWhy;
    }

    /** True as long as messages taken here are of use: the broker still waits for their acknowledgement. */
    boolean isTaking() {
        return taking;
    }

    /** At most once per message, by any thread; of no effect on a connection that is gone. Does not block. */
    void acknowledge(final MqttMessage message) {
        try {
            message.acknowledge().run();
            unacknowledged.decrementAndGet();
        } catch (final RuntimeException doubt) {
            fail("could not acknowledge a message of " + message.topic() + ": " + doubt);
        }
    }

    /** Gives up: what is not acknowledged the broker sends again to the next connection. */
    void fail(final String why) {
        taking = false;
        doubtful = true;
        lostWhy = why;
        lost.countDown();
    }

    /** True if it ended for a reason that another attempt at once would only meet again. */
    boolean isDoubtful() {
        return doubtful;
    }

    /** True if it ended because the broker sent more at once than it was allowed: it would do so again. */
    boolean hadTooMuchAtOnce() {
        return tooMuchAtOnce;
    }

    /** Takes no more messages. */
    void stopTaking() {
        taking = false;
    }

    boolean isDrained() {
        return unacknowledged.get() <= 0 || lost.getCount() == 0;
    }

    /** Ends the connection and the client object; waits a little for the broker to know. The session stays. */
    void abandon() {
        taking = false;
        abandoned = true;
        if (!link.isConnected()) {
            return;
        }
        try {
            link.disconnect().get(2, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException gone) {
            // The broker closes it when the next client takes the session over.
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void onMessage(final MqttMessage message) {
        if (!taking) {
            return;
        }
        unacknowledged.incrementAndGet();
        final boolean isMoreComing = reads.onMessage();
        if (!waiting.isEmpty()) {
            await(message);
        } else if (!isTaken(message, isMoreComing)) {
            await(message);
            loop.later(this::takeWaiting, ROOM_PAUSE_NS);
        }
    }

    /** The broker's window bounds what waits, but for what it does not want to have acknowledged. */
    private void await(final MqttMessage message) {
        if (message.isOwed() || waiting.size() < receiveMaximum) {
            waiting.add(message);
        } else {
            unacknowledged.decrementAndGet();
            taker.onDropped();
        }
    }

    private void takeWaiting() {
        while (taking && !waiting.isEmpty() && isTaken(waiting.element(), true)) {
            waiting.remove();
        }
        taker.onPause();
        if (!taking) {
            unacknowledged.addAndGet(-waiting.size());
            waiting.clear();
        } else if (!waiting.isEmpty()) {
            loop.later(this::takeWaiting, ROOM_PAUSE_NS);
        }
    }

    private boolean isTaken(final MqttMessage message, final boolean isMoreComing) {
        try {
            return taker.tryTake(this, message, isMoreComing);
        } catch (final RuntimeException doubt) {
            // An exception would end the flow, and with it the acknowledgements, in silence.
            fail("could not take a message of " + message.topic() + ": " + doubt);
            return true;
        }
    }

    private void onLost(final Throwable cause) {
        if (lostWhy.isEmpty()) {
            lostWhy = describe(cause);
        }
        taking = false;
        if (link.isTakeOver(cause)) {
            doubtful = true;
        }
        tooMuchAtOnce = link.isTooMuchAtOnce(cause);
        lost.countDown();
    }

    private <T> T await(final CompletableFuture<T> step, final String what)
            throws RefusedException, InterruptedException {
        try {
            return step.get(STEP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException refused) {
            throw new RefusedException("could not " + what + ": " + describe(refused.getCause()));
        } catch (final TimeoutException late) {
            throw new RefusedException("could not " + what + ": no answer within " + STEP_TIMEOUT_S + " s");
        }
    }

    private String describe(final Throwable cause) {
        if (link.isTakeOver(cause)) {
            return "another client has connected with the same client id: give each gateway its own";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
