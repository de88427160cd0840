package io.millrace.ingest.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.millrace.ingest.tls.ClientTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

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

    private static final int STEP_TIMEOUT_S = 10;
    /** A larger packet the broker drops: it would fill the memory, and come again after every restart. */
    private static final int MAX_PACKET_BYTES = 8 * 1024 * 1024;

    private static final int KEEP_ALIVE_S = 20;

    private final MqttJsonConfig config;
    private final Mqtt5AsyncClient client;
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
            final BiPredicate<MqttConnection, Mqtt5Publish> consumer)
            throws RefusedException {
        this.config = config;
        final Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(config.clientId())
                .serverHost(config.host())
                .serverPort(config.port())
                .addDisconnectedListener(context -> onLost(context.getCause()));
        this.client = secured(builder, config.tls()).buildAsync();
        // Before connecting: without a flow the client acknowledges and drops what the session has kept.
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> onPublish(publish, consumer), delivery, true);
    }

    private static Mqtt5ClientBuilder secured(final Mqtt5ClientBuilder builder, final @Nullable ClientTls tls)
            throws RefusedException {
        try {
            return tls == null ? builder : builder.sslConfig(tls.mqtt());
        } catch (final IOException unusable) {
            throw new RefusedException(String.valueOf(unusable.getMessage()));
        }
    }

    /** Connects and subscribes; blocks. The subscription is always made anew, in case the broker has lost the session. */
    void open() throws RefusedException, InterruptedException {
        final CompletableFuture<Mqtt5ConnAck> connected = client.connect(connect());
        // An attempt that succeeds after all must not take the session from its successor.
        connected.thenRun(() -> {
            if (abandoned) {
                client.disconnect();
            }
        });
        final Mqtt5ConnAck told = await(connected, "connect to " + config.host() + ":" + config.port());
        if (told.getRestrictions().getMaximumQos() == MqttQos.AT_MOST_ONCE) {
            throw new RefusedException("the broker allows QoS 0 only, where counts can be lost: allow QoS 1 there");
        }
        final Mqtt5Subscribe subscribe = Mqtt5Subscribe.builder()
                .addSubscriptions(config.topics().stream().map(MqttConnection::subscription))
                .build();
        final List<Mqtt5SubAckReasonCode> granted = await(client.subscribe(subscribe), "subscribe " + config.topics())
                .getReasonCodes();
        for (int i = 0; i < granted.size(); i++) {
            if (granted.get(i) == Mqtt5SubAckReasonCode.GRANTED_QOS_0) {
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
    void acknowledge(final Mqtt5Publish publish) {
        try {
            publish.acknowledge();
            unacknowledged.decrementAndGet();
        } catch (final RuntimeException doubt) {
            fail("could not acknowledge a message of " + publish.getTopic() + ": " + doubt);
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
        if (!client.getState().isConnected()) {
            return;
        }
        try {
            client.disconnect().get(2, TimeUnit.SECONDS);
        } catch (final ExecutionException | TimeoutException gone) {
            // The broker closes it when the next client takes the session over.
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void onPublish(final Mqtt5Publish publish, final BiPredicate<MqttConnection, Mqtt5Publish> consumer) {
        if (!taking) {
            return;
        }
        unacknowledged.incrementAndGet();
        try {
            if (!consumer.test(this, publish)) {
                unacknowledged.decrementAndGet();
            }
        } catch (final RuntimeException doubt) {
            // An exception would end the flow, and with it the acknowledgements, in silence.
            fail("could not take a message of " + publish.getTopic() + ": " + doubt);
        }
    }

    private void onLost(final Throwable cause) {
        if (lostWhy.isEmpty()) {
            lostWhy = describe(cause);
        }
        taking = false;
        if (isTakeOver(cause)) {
            doubtful = true;
        }
        lost.countDown();
    }

    private Mqtt5Connect connect() {
        final Mqtt5ConnectBuilder connect = Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(config.sessionExpirySeconds())
                .keepAlive(KEEP_ALIVE_S)
                .restrictions()
                .receiveMaximum(config.receiveMaximum())
                .maximumPacketSize(MAX_PACKET_BYTES)
                .applyRestrictions();
        if (config.username() == null) {
            return connect.build();
        }
        final var user = connect.simpleAuth().username(config.username());
        return config.password() == null
                ? user.applySimpleAuth().build()
                : user.password(config.password().getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .build();
    }

    private static Mqtt5Subscription subscription(final String topic) {
        return Mqtt5Subscription.builder()
                .topicFilter(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                // Subscribing anew at each connect must not bring every retained message again.
                .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                .build();
    }

    private static <T> T await(final CompletableFuture<T> step, final String what)
            throws RefusedException, InterruptedException {
        try {
            return step.get(STEP_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException refused) {
            throw new RefusedException("could not " + what + ": " + describe(refused.getCause()));
        } catch (final TimeoutException late) {
            throw new RefusedException("could not " + what + ": no answer within " + STEP_TIMEOUT_S + " s");
        }
    }

    private static String describe(final Throwable cause) {
        if (isTakeOver(cause)) {
            return "another client has connected with the same client id: give each gateway its own";
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static boolean isTakeOver(final Throwable cause) {
        return cause instanceof Mqtt5DisconnectException told
                && told.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER;
    }
}
