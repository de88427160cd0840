package io.millrace.ingest.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.RingBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Here nobody wakes by himself: what is missed stays missed, and the test ends by its time-out. */
@Timeout(60)
class ParkedWaitTest {
    private static final int PUBLISHERS = 3;
    private static final int MESSAGES = 20_000;

    private final ParkedWait wait = new ParkedWait(TimeUnit.DAYS.toNanos(1));
    private final AtomicLong taken = new AtomicLong();
    private final RingBuffer<AtomicLong> slots = RingBuffer.createMultiProducer(AtomicLong::new, 64, wait);
    private final BatchEventProcessor<AtomicLong> processor = new BatchEventProcessorBuilder()
            .build(slots, slots.newBarrier(), (slot, sequence, isEnd) -> taken.incrementAndGet());
    private final Thread consumer = new Thread(processor, "consumer");

    @BeforeEach
    void start() {
        slots.addGatingSequences(processor.getSequence());
        consumer.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        processor.halt();
        wait.wake();
        consumer.join();
    }

    /** Each waits for its own message, so that the consumer is about to park whenever the next one comes. */
    @Test
    void shouldMissNobodyWhoWakesIt() throws InterruptedException {
        final List<Thread> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            final Thread publisher = new Thread(() -> {
                for (int message = 0; message < MESSAGES; message++) {
                    final long sequence = slots.next();
                    slots.publish(sequence);
                    wait.wake();
                    while (processor.getSequence().get() < sequence) {
                        Thread.yield();
                    }
                }
            });
            publisher.setDaemon(true);
            publishers.add(publisher);
            publisher.start();
        }
        for (final Thread publisher : publishers) {
            publisher.join();
        }
        await().until(() -> taken.get() == PUBLISHERS * MESSAGES);
    }

    @Test
    void shouldBeWokenOnceForAllThatIsQueued() {
        await().until(this::isParked);
        for (int i = 0; i < 10; i++) {
            slots.publish(slots.next());
        }
        assertThat(isParked()).as("nobody has woken it").isTrue();
        assertThat(taken).hasValue(0);
        wait.wake();
        await().until(() -> taken.get() == 10);
    }

    private boolean isParked() {
        return consumer.getState() == Thread.State.TIMED_WAITING;
    }
}
