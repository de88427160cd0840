package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.millrace.ingest.tls.ClientTls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

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

    private static final int STEP_TIMEOUT_S = 10;

    private final MqttJsonConfig config;
    private final MqttLink link;
    private final CountDownLatch lost = new CountDownLatch(1);
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private volatile boolean taking = true;
    private volatile boolean abandoned;
    private volatile boolean doubtful;
    private volatile String lostWhy = "";

    /**
     * @param delivery runs the consumer, one message at a time; not the network's thread, since the consumer waits when the ring is full
     * @param consumer takes a message, and acknowledges it through {@link #acknowledge} when it is durable; false if it was not taken
     * @throws RefusedException if the files for TLS cannot be used
     */
    MqttConnection(
            final MqttJsonConfig config,
            final Executor delivery,
            final BiPredicate<MqttConnection, MqttMessage> consumer)
            throws RefusedException {
        this.config = config;
        final MqttClientBuilder builder = secured(MqttClient.builder()
                .identifier(config.clientId())
                .serverHost(config.access().host())
                .serverPort(config.access().port())
                .addDisconnectedListener(context -> onLost(context.getCause())));
        this.link = config.access().version() == MqttVersion.V5
                ? new Mqtt5Link(config, builder)
                : new Mqtt3Link(config, builder);
        link.hear(delivery, message -> onMessage(message, consumer));
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

    private void onMessage(final MqttMessage message, final BiPredicate<MqttConnection, MqttMessage> consumer) {
        if (!taking) {
            return;
        }
        unacknowledged.incrementAndGet();
        try {
            if (!consumer.test(this, message)) {
                unacknowledged.decrementAndGet();
            }
        } catch (final RuntimeException doubt) {
            // An exception would end the flow, and with it the acknowledgements, in silence.
            fail("could not take a message of " + message.topic() + ": " + doubt);
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
