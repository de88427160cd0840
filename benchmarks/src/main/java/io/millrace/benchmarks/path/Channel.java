package io.millrace.benchmarks.path;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Takes messages of {@link #BYTES} bytes from any thread to one of its own, in order. A ring copies a message into a slot; a queue
 * needs an object for each, as it does for who uses it.
 */
abstract class Channel implements AutoCloseable {
    /** About an event in its SBE form. */
    static final int BYTES = 200;

    private static final int CAPACITY = 1024;

    /** Before one is opened. */
    static final Channel NONE = new Queue(new ArrayBlockingQueue<>(1));

    static Channel open(final ChannelKind kind) {
        final Channel channel =
                switch (kind) {
                    case DISRUPTOR_BLOCKING -> new Disruptor(new BlockingWaitStrategy());
                    case DISRUPTOR_SLEEPING -> new Disruptor(new SleepingWaitStrategy());
                    case DISRUPTOR_YIELDING -> new Disruptor(new YieldingWaitStrategy());
                    case DISRUPTOR_BUSY_SPIN -> new Disruptor(new BusySpinWaitStrategy());
                    case ARRAY_BLOCKING_QUEUE -> new Queue(new ArrayBlockingQueue<>(CAPACITY));
                    case LINKED_TRANSFER_QUEUE -> new Queue(new LinkedTransferQueue<>());
                    case AGRONA_YIELDING -> new Agrona(new YieldingIdleStrategy());
                    case AGRONA_BUSY_SPIN -> new Agrona(new BusySpinIdleStrategy());
                };
        channel.thread.start();
        return channel;
    }

    private static final class Message {
        private final byte[] bytes = new byte[BYTES];
        private long number;

        Message with(final long newNumber, final byte[] content) {
            System.arraycopy(content, 0, bytes, 0, BYTES);
            number = newNumber;
            return this;
        }
    }

    private final Thread thread = new Thread(this::receive, "receiver");
    private long sum;
    private volatile long received;

    /** Waits for room. @param number rises by one from 1 */
    abstract void send(long number, byte[] content);

    /** The other thread's life. */
    abstract void receive();

    /** Makes {@link #receive} return. */
    abstract void stop();

    final void onMessage(final long number, final byte[] bytes) {
        sum += bytes[(int) (number % BYTES)];
        received = number;
    }

    final void awaitReceived(final long number) {
        Await.until(() -> received >= number);
    }

    /** Of one byte of each message; to be asked when it is closed. */
    final long sum() {
        return sum;
    }

    @Override
    public final void close() {
        stop();
        Await.end(thread);
    }

    private static final class Disruptor extends Channel {
        private final RingBuffer<Message> ring;
        private final BatchEventProcessor<Message> processor;

        /** With any number of producers, as in the gateway. */
        Disruptor(final WaitStrategy wait) {
            ring = RingBuffer.createMultiProducer(Message::new, CAPACITY, wait);
            processor = new BatchEventProcessorBuilder()
                    .build(
                            ring,
                            ring.newBarrier(),
                            (message, sequence, endOfBatch) -> onMessage(message.number, message.bytes));
            ring.addGatingSequences(processor.getSequence());
        }

        @Override
        void send(final long number, final byte[] content) {
            final long slot = ring.next();
            ring.get(slot).with(number, content);
            ring.publish(slot);
        }

        @Override
        void receive() {
            processor.run();
        }

        @Override
        void stop() {
            processor.halt();
        }
    }

    private static final class Queue extends Channel {
        private static final Message END = new Message();
        private final BlockingQueue<Message> queue;

        Queue(final BlockingQueue<Message> queue) {
            this.queue = queue;
        }

        @Override
        void send(final long number, final byte[] content) {
            put(new Message().with(number, content));
        }

        private void put(final Message message) {
            try {
                queue.put(message);
            } catch (final InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a benchmark", e);
            }
        }

        @Override
        void receive() {
            try {
                for (Message message = queue.take(); message != END; message = queue.take()) {
                    onMessage(message.number, message.bytes);
                }
            } catch (final InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a benchmark", e);
            }
        }

        @Override
        void stop() {
            put(END);
        }
    }

    private static final class Agrona extends Channel {
        private final ManyToOneConcurrentArrayQueue<Message> queue = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
        private final IdleStrategy idle;
        private volatile boolean isStopped;

        Agrona(final IdleStrategy idle) {
            this.idle = idle;
        }

        @Override
        void send(final long number, final byte[] content) {
            final Message message = new Message().with(number, content);
            Await.until(() -> queue.offer(message));
        }

        @Override
        void receive() {
            while (!isStopped) {
                final Message message = queue.poll();
                if (message == null) {
                    idle.idle();
                } else {
                    idle.reset();
                    onMessage(message.number, message.bytes);
                }
            }
        }

        @Override
        void stop() {
            isStopped = true;
        }
    }
}
