package io.millrace.ingest.mqtt;

import com.hivemq.client.internal.mqtt.MqttClientConnectionConfig;
import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The network thread of one source, on which its messages are also taken: nothing is handed from thread to thread before the ring.
 * It outlives the source's connections.
 */
final class MqttLoop implements AutoCloseable {
    private static final long CLOSE_MS = 1_000;
    /** More acknowledgements than this are not held back for one write. */
    private static final int MOST_IN_A_WRITE = 256;

    private final NioEventLoopGroup group;

    /** @param name of the thread */
    MqttLoop(final String name) {
        this.group = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true));
    }

    /** For a client whose network this is. */
    MqttClientExecutorConfig executors() {
        return MqttClientExecutorConfig.builder()
                .nettyExecutor(group)
                .nettyThreads(1)
                .build();
    }

    /** Runs something on the thread, after a time. */
    void later(final Runnable task, final long delayNs) {
        group.schedule(task, delayNs, TimeUnit.NANOSECONDS);
    }

    /**
     * Reads of a connection are gathered and acknowledgements are written together from now on. The client does not show its channel
     * but through a class of its own; if that should change one day, everything works as before, and costs more.
     *
     * @param connection as the client describes it, null if it is gone again
     */
    static void gather(final @Nullable Object connection, final GatheredReads reads) {
        if (connection instanceof MqttClientConnectionConfig ours) {
            final ChannelPipeline pipeline = ours.getChannel().pipeline();
            pipeline.addFirst(new FlushConsolidationHandler(MOST_IN_A_WRITE, true));
            pipeline.addFirst(reads);
        }
    }

    /** Returns when the thread has ended, or at least soon will. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(CLOSE_MS);
    }
}
