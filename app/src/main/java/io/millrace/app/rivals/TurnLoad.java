package io.millrace.app.rivals;

import io.millrace.app.load.LoadMessage;
import io.millrace.app.load.OpenLoop;
import io.millrace.app.load.TopicListener;
import io.millrace.app.perf.ProcessUse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A turn's machines and its listener. The caller's thread sends and measures, the listener has its own. */
final class TurnLoad implements AutoCloseable {
    private static final long HEAD_START_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAINED_WITHIN_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HIGHEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    /** Messages on their way while as much is sent as it takes: enough for a commit interval of a second at 20,000 a second. */
    private static final int WINDOW = 20_000;

    private static final long WINDOW_LOOK_NS = 200_000;
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;

    private final RivalsOptions options;
    private final Brokers brokers;
    private final String turn;
    private final Wire wire;
    private final Account account;
    private final Contestant.Running running;
    private final LongSupplier clockNs;
    private final TopicListener listener;
    private final Plant plant;
    private final Histogram latencies = new SynchronizedHistogram(HIGHEST_NS, DIGITS);
    private volatile long measureNs = Long.MAX_VALUE;
    private volatile long untilNs = Long.MAX_VALUE;

    TurnLoad(
            final RivalsOptions options,
            final Brokers brokers,
            final String turn,
            final Wire wire,
            final Account account,
            final Contestant.Running running,
            final LongSupplier clockNs) {
        this.options = options;
        this.brokers = brokers;
        this.turn = turn;
        this.wire = wire;
        this.account = account;
        this.running = running;
        this.clockNs = clockNs;
        listener = new TopicListener(brokers.kafka(), running.topic(), true, clockNs, this::onRecord);
        plant = Plant.of(wire, options, brokers, turn);
    }

    private void onRecord(final ConsumerRecord<byte[], byte[]> message, final long readNs) {
        final long dueNs = account.take(message);
        if (dueNs >= measureNs && dueNs < untilNs) {
            latencies.recordValue(Math.min(HIGHEST_NS, Math.max(0, readNs - dueNs)));
        }
    }

    Turn run(final int round) throws InterruptedException {
        listener.start();
        plant.start(clockNs.getAsLong());
        final long fromNs = clockNs.getAsLong() + HEAD_START_NS;
        measureNs = fromNs + options.warmUp().toNanos();
        untilNs = measureNs + options.length().toNanos();
        final Stretch stretch = new Stretch();
        new OpenLoop(clockNs, dueNs -> LockSupport.parkNanos(dueNs - clockNs.getAsLong()), (number, dueNs) -> {
                    if (dueNs >= measureNs) {
                        stretch.begin();
                    }
                    send((int) (number % options.machines()), dueNs);
                })
                .run(fromNs, untilNs, options.rate());
        stretch.end();
        drain();
        // At QoS 0 nothing holds a sender back: the broker would drop what nobody takes in time.
        final boolean isSaturated = wire == Wire.JSON && !options.saturate().isZero();
        final double most = isSaturated ? mostPerSecond() : Turn.LEFT_OUT;
        return new Turn(
                round,
                stretch.cpuUsPerEvent,
                stretch.brokersCpuUsPerEvent,
                latencies.getTotalCount(),
                latencies.getTotalCount() == 0 ? 0 : latencies.getValueAtPercentile(50) / NS_PER_MS,
                latencies.getTotalCount() == 0 ? 0 : latencies.getValueAtPercentile(99) / NS_PER_MS,
                most,
                account.result());
    }

    private void send(final int machine, final long dueNs) {
        plant.send(new LoadMessage(turn, machine, account.sent(machine, dueNs), dueNs));
    }

    private void drain() throws InterruptedException {
        final long byNs = clockNs.getAsLong() + DRAINED_WITHIN_NS;
        while (account.result().lost() > 0 && clockNs.getAsLong() < byNs) {
            check();
            TimeUnit.NANOSECONDS.sleep(LOOK_NS);
        }
    }

    private void check() {
        running.check();
        listener.check();
    }

    /** Closed loop: the next message goes out when there are fewer on their way than the window has. */
    private double mostPerSecond() throws InterruptedException {
        final long fromNs = clockNs.getAsLong();
        final long endNs = fromNs + options.saturate().toNanos();
        final Account.Result before = account.result();
        long number = before.sent();
        long nowNs = fromNs;
        while (nowNs < endNs) {
            check();
            final Account.Result now = account.result();
            long free = WINDOW
                    - (now.expected() - now.arrived() - (before.expected() - before.arrived()))
                            * account.messagesPerRecord();
            for (; free > 0 && nowNs < endNs; free--) {
                nowNs = Math.max(nowNs + 1, clockNs.getAsLong());
                send((int) (number++ % options.machines()), nowNs);
            }
            LockSupport.parkNanos(WINDOW_LOOK_NS);
            nowNs = Math.max(nowNs, clockNs.getAsLong());
        }
        final long arrived = (account.result().arrived() - before.arrived()) * account.messagesPerRecord();
        final double perSecond = arrived * NS_PER_S / (clockNs.getAsLong() - fromNs);
        drain();
        return perSecond;
    }

    @Override
    public void close() {
        listener.close();
        plant.close();
    }

    /** CPU from the first message of the measurement to its end. */
    private final class Stretch {
        private boolean begun;
        private long sentBefore;
        private long ownBeforeUs;
        private long brokersBeforeUs;
        private double cpuUsPerEvent = ProcessUse.UNKNOWN;
        private double brokersCpuUsPerEvent = ProcessUse.UNKNOWN;

        void begin() {
            if (!begun) {
                begun = true;
                sentBefore = account.result().sent();
                ownBeforeUs = cpuUs(running.pids());
                brokersBeforeUs = cpuUs(brokers.pids());
            }
        }

        void end() {
            final long events = account.result().sent() - sentBefore;
            cpuUsPerEvent = perEvent(cpuUs(running.pids()), ownBeforeUs, events);
            brokersCpuUsPerEvent = perEvent(cpuUs(brokers.pids()), brokersBeforeUs, events);
        }

        private static double perEvent(final long nowUs, final long beforeUs, final long events) {
            return nowUs < 0 || beforeUs < 0 || events == 0 ? ProcessUse.UNKNOWN : (double) (nowUs - beforeUs) / events;
        }

        private static long cpuUs(final List<Long> pids) {
            long sum = 0;
            for (final long pid : pids) {
                final long each = new ProcessUse(pid).cpuUs();
                if (each < 0) {
                    return ProcessUse.UNKNOWN;
                }
                sum += each;
            }
            return sum;
        }
    }
}
