package io.millrace.ingest.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Reads a busy socket once in a while instead of once a message: what it costs to wake four threads is then paid once for all that
 * has come. The first message after a rest is not held up, and nothing is once a read brings plenty. On the network's thread alone.
 */
final class GatheredReads extends ChannelInboundHandlerAdapter {
    private static final long GATHER_NS = 1_000_000L;
    /** Reads so near to each other are those of a busy socket. */
    private static final long BUSY_NS = 2 * GATHER_NS;
    /** With so many in a read there is little to gain, and a broker with a small window may be waiting for us. */
    static final int PLENTY = 16;

    private final LongSupplier clockNs;
    private final Runnable onEnd;
    private boolean isAtWork;
    private int messages;
    private long lastNs;

    /**
     * @param clockNs nanoseconds since anything; if it is set, one read comes a little too late or too early
     * @param onEnd called behind each read that brought messages
     */
    GatheredReads(final LongSupplier clockNs, final Runnable onEnd) {
        this.clockNs = clockNs;
        this.onEnd = onEnd;
    }

    /** A message has come. @return true if {@code onEnd} is called behind it */
    boolean onMessage() {
        messages++;
        return isAtWork;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        isAtWork = true;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext context) {
        context.fireChannelReadComplete();
        if (messages == 0) {
            return;
        }
        onEnd.run();
        final int brought = messages;
        messages = 0;
        if (isPauseDue(brought)) {
            LockSupport.parkNanos(GATHER_NS);
        }
    }

    /** @param brought messages of the read that has ended now */
    boolean isPauseDue(final int brought) {
        final long nowNs = clockNs.getAsLong();
        final boolean isBusy = nowNs - lastNs < BUSY_NS;
        lastNs = nowNs;
        return isBusy && brought < PLENTY;
    }
}
