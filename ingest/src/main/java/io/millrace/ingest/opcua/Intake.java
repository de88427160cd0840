package io.millrace.ingest.opcua;

import io.millrace.core.event.Event;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * What one connection's subscription reports, on its way into the gateway. The stack delivers one notification at a time, on a
 * thread of its own; it is held there until the gateway has taken all of it, and only then asks the server for more. Everything
 * waits for {@link #open}; after {@link #close} nothing is taken any more.
 */
final class Intake implements OpcUaSubscription.SubscriptionListener, AutoCloseable {
    /** What a monitored item stands for. */
    record Point(MachineIntake machine, Signal signal) {
        @Override
        public String toString() {
            return signal.address();
        }
    }

    private static final long PARK_NS = TimeUnit.MICROSECONDS.toNanos(200);
    /** A message takes its room in the ring at once: a machine with very many signals is split. */
    private static final int LARGEST_MESSAGE = 64;

    private final SourceContext context;
    private final OpcUaCounters counters;
    private final AtomicLong goodUntilNs;
    private final Consumer<String> doubt;
    private final Map<String, MachineIntake> machines = new LinkedHashMap<>();
    private final Set<OpcUaMonitoredItem> heard = new HashSet<>();
    private final Set<OpcUaMonitoredItem> awaited = new HashSet<>();
    private volatile boolean open;
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile boolean busy;
    private volatile long reports;

    /**
     * @param restarted signals that may have started anew since they were last read; removed as they are read
     * @param goodUntilNs kept up to the gateway time of the last report taken
     * @param doubt told why the connection should be made anew
     */
    Intake(
            final SourceContext context,
            final Collection<MachineSignals> signals,
            final OpcUaCounters counters,
            final Set<Signal> restarted,
            final AtomicLong goodUntilNs,
            final Consumer<String> doubt) {
        this.context = context;
        this.counters = counters;
        this.goodUntilNs = goodUntilNs;
        this.doubt = doubt;
        signals.forEach(machine -> machines.put(
                machine.machine(), new MachineIntake(context, machine, counters, restarted)));
    }

    Point point(final String machine, final Signal signal) {
        final MachineIntake intake = machines.get(machine);
        if (intake == null) {
            throw new IllegalArgumentException("no machine " + machine);
        }
        return new Point(intake, signal);
    }

    /**
     * Declares what may have been missed since the connection was last known good, then lets the reports in.
     *
     * @param items those the server will report
     */
    synchronized void open(final Collection<OpcUaMonitoredItem> items, final String cause) {
        final long goodUntil = goodUntilNs.get();
        if (goodUntil > 0) {
            final long nowNs = context.clockNs().getAsLong();
            for (final MachineIntake machine : machines.values()) {
                offer(machine.gap(goodUntil, nowNs, cause));
            }
        }
        awaited.addAll(items);
        awaited.removeAll(heard);
        complete = awaited.isEmpty();
        open = true;
        notifyAll();
    }

    /** The first values of all items are taken in. */
    boolean isComplete() {
        return complete;
    }

    /** Reports taken so far, keep-alives included; rises as long as the server is there. */
    long reports() {
        return reports;
    }

    /** A report is being taken in: that nothing follows is our doing. */
    boolean isBusy() {
        return busy;
    }

    /** Returns when the last report has been taken or given up. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
    }

    @Override
    public void onDataReceived(
            final OpcUaSubscription subscription,
            final List<OpcUaMonitoredItem> items,
            final List<DataValue> values) {
        report(() -> take(items, values));
    }

    @Override
    public void onKeepAliveReceived(final OpcUaSubscription subscription) {
        report(() -> {
            goodUntilNs.set(context.clockNs().getAsLong());
            return true;
        });
    }

    @Override
    public void onNotificationDataLost(final OpcUaSubscription subscription) {
        doubt.accept("notifications were lost");
    }

    @Override
    public void onStatusChanged(final OpcUaSubscription subscription, final StatusCode status) {
        doubt.accept("the subscription ended: " + FaultText.name(status));
    }

    @Override
    public void onTransferFailed(final OpcUaSubscription subscription, final StatusCode status) {
        doubt.accept("the subscription was not transferred: " + FaultText.name(status));
    }

    private void report(final BooleanSupplier work) {
        busy = true;
        try {
            synchronized (this) {
                while (!open && !closed) {
                    wait();
                }
                if (!closed && work.getAsBoolean()) {
                    reports++;
                }
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
            doubt.accept("interrupted while taking in a report");
        } finally {
            busy = false;
        }
    }

    private boolean take(final List<OpcUaMonitoredItem> items, final List<DataValue> values) {
        final long nowNs = context.clockNs().getAsLong();
        final Map<MachineIntake, List<Sample>> byMachine = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).getUserObject().orElse(null) instanceof Point point) {
                byMachine
                        .computeIfAbsent(point.machine(), machine -> new ArrayList<>())
                        .add(Sample.of(point.signal(), values.get(i), nowNs));
            }
        }
        for (final Map.Entry<MachineIntake, List<Sample>> machine : byMachine.entrySet()) {
            if (!offer(machine.getKey().take(machine.getValue(), nowNs))) {
                return false;
            }
            machine.getKey().taken();
        }
        counters.notifications().add(items.size());
        goodUntilNs.set(nowNs);
        heard.addAll(items);
        awaited.removeAll(heard);
        complete = awaited.isEmpty();
        return true;
    }

    /** @return false if it was given up because the connection, or the gateway, is being closed */
    private boolean offer(final MachineIntake.Batch batch) {
        final List<Event> events = batch.events();
        for (int from = 0; from < events.size(); from += LARGEST_MESSAGE) {
            final List<Event> message = events.subList(from, Math.min(events.size(), from + LARGEST_MESSAGE));
            if (!insist(() -> context.inlet().tryOffer(message, Intake::nothing))) {
                return false;
            }
        }
        for (final DeadLetter letter : batch.letters()) {
            if (!insist(() -> context.inlet().tryOffer(letter, Intake::nothing))) {
                return false;
            }
        }
        return true;
    }

    private boolean insist(final BooleanSupplier attempt) {
        while (!closed && !Thread.currentThread().isInterrupted()) {
            if (attempt.getAsBoolean()) {
                return true;
            }
            LockSupport.parkNanos(PARK_NS);
        }
        return false;
    }

    /** The protocol has no acknowledgement to send: what is lost before the journal lies in the gap declared after a restart. */
    private static void nothing() {}
}
