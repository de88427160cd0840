package io.millrace.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The pause itself is no test's business: only that there is one behind a few messages of a busy socket, and else none. */
class GatheredReadsTest {
    private static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(10);

    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private long nowNs = TimeUnit.SECONDS.toNanos(1);
    private final GatheredReads reads = new GatheredReads(
            () -> {
                looks.incrementAndGet();
                return nowNs += STEP_NS;
            },
            ends::incrementAndGet);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @Test
    void shouldSayThatNothingFollowsAsLongAsItIsNotAtWork() {
        assertThat(reads.onMessage()).isFalse();
        channel.pipeline().addFirst(reads);
        assertThat(reads.onMessage()).isTrue();
    }

    @Test
    void shouldEndEachReadOnceBehindAllItBrought() {
        channel.pipeline().addFirst(reads);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(final ChannelHandlerContext context, final Object message) {
                reads.onMessage();
                assertThat(ends).as("not before the last").hasValue(0);
            }
        });

        channel.writeInbound("a", "b", "c");

        assertThat(ends).hasValue(1);
    }

    @Test
    void shouldNotLookAtTheClockForWhatBringsNoMessage() {
        channel.pipeline().addFirst(reads);

        channel.pipeline().fireChannelReadComplete();

        assertThat(ends).hasValue(0);
        assertThat(looks).hasValue(0);
    }

    @Test
    void shouldPauseOnlyBetweenReadsOfABusySocketThatBringLittle() {
        assertThat(reads.isPauseDue(1)).as("the first after a rest").isFalse();
        assertThat(reads.isPauseDue(1)).as("soon after it").isTrue();
        assertThat(reads.isPauseDue(GatheredReads.PLENTY)).as("plenty").isFalse();
        nowNs += TimeUnit.MILLISECONDS.toNanos(3);
        assertThat(reads.isPauseDue(1)).as("after a rest").isFalse();
    }
}
