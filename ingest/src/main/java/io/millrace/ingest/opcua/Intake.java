package io.millrace.ingest.opcua;

import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalMessage;
import io.millrace.ingest.source.SourceContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What one connection's subscription reports, on its way into the gateway. The stack delivers one notification at a time, on a
 * thread of its own; it is held there until the gateway has taken all of it, and only then asks the server for more. Everything
 * waits for {@link #open}; after {@link #close} nothing is taken any more.
 */
public final class Intake implements OpcUaSubscription.SubscriptionListener, AutoCloseable {
    /** What a monitored item stands for. */
    record Point(MachineIntake machine, KnownSignal known) {
        Signal signal() {
            return known.signal();
        }

        @Override
        public String toString() {
            return signal().place();
        }
    }

    private final SourceContext context;
    private final OpcUaCounters counters;
    private final AtomicLong goodUntilNs;
    private final Consumer<String> doubt;
    private final ValueReader reader;
    private final Outlet outlet;
    private final Map<String, MachineIntake> machines = new LinkedHashMap<>();
    private final Map<OpcUaMonitoredItem, Point> points = new IdentityHashMap<>();
    /** Of the notification at hand, by value. */
    private final List<@Nullable Point> pointsAtHand = new ArrayList<>();

    private final List<MachineIntake> machinesAtHand = new ArrayList<>();
    private final Set<OpcUaMonitoredItem> heard = new HashSet<>();
    private final Set<OpcUaMonitoredItem> awaited = new HashSet<>();
    private volatile boolean open;
    private volatile boolean closed;
    private volatile boolean complete;
    private volatile boolean busy;
    private volatile long reports;
    private long notification;

    /**
     * @param goodUntilNs kept up to the gateway time of the last report taken
     * @param reader finds in a node's value what a signal means
     * @param doubt told why the connection should be made anew
     */
    Intake(
            final SourceContext context,
            final Collection<MachineIntake> machines,
            final OpcUaCounters counters,
            final AtomicLong goodUntilNs,
            final ValueReader reader,
            final Consumer<String> doubt) {
        this.context = context;
        this.counters = counters;
        this.goodUntilNs = goodUntilNs;
        this.reader = reader;
        this.doubt = doubt;
        this.outlet = new Outlet(context.inlet(), () -> closed);
        machines.forEach(machine -> this.machines.put(machine.path(), machine));
    }

    /**
     * One without a connection, which takes reports at once: for who has their values from elsewhere. It knows no types and no names.
     */
    public static Intake listening(final SourceContext context, final List<MachineSignals> machines) {
        final OpcUaCounters counters = new OpcUaCounters();
        final Intake intake = new Intake(
                context,
                machines.stream()
                        .map(machine -> new MachineIntake(context, machine.machine(), counters, new HashSet<>()))
                        .toList(),
                counters,
                new AtomicLong(),
                ValueReader.PLAIN,
                why -> {});
        intake.open(List.of(), "", Map.of(), Map.of());
        return intake;
    }

    /** What is to be the user object of the monitored item of a signal. */
    public Object userObject(final String machine, final Signal signal) {
        return point(machine, signal);
    }

    Point point(final String machine, final Signal signal) {
        final MachineIntake intake = machines.get(machine);
        if (intake == null) {
            throw new IllegalArgumentException("no machine " + machine);
        }
        return new Point(intake, intake.signal(signal));
    }

    /**
     * Declares what may have been missed since the connection was last known good, then lets the reports in.
     *
     * @param items those the server will report
     * @param lostNs of machines of which an earlier intake has {@link #sayLost said} that nothing is known, since when
     * @param recorded by machine, what the server recorded since then
     */
    synchronized void open(
            final Collection<OpcUaMonitoredItem> items,
            final String cause,
            final Map<String, Long> lostNs,
            final Map<String, History.Recorded> recorded) {
        final long goodUntil = goodUntilNs.get();
        if (goodUntil > 0) {
            final long nowNs = context.clockNs().getAsLong();
            for (final MachineIntake machine : machines.values()) {
                final long sinceNs = lostNs.getOrDefault(machine.path(), 0L);
                if (sinceNs > 0) {
                    outlet.put(machine.connectedAgain(nowNs));
                }
                final History.Recorded known = recorded.get(machine.path());
                if (known == null) {
                    outlet.put(machine.gap(goodUntil, nowNs, cause));
                } else if (outlet.put(machine.fill(known, goodUntil, sinceNs, nowNs, cause))) {
                    machine.taken();
                }
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

    /**
     * Says of each machine that since the connection was last known good nothing is known of it. To be called when it is closed;
     * waits while the gateway is full.
     *
     * @return by machine, since when; empty if nothing was ever known
     */
    Map<String, Long> sayLost(final String cause, final Outlet ofSource) {
        final long goodUntil = goodUntilNs.get();
        final Map<String, Long> sinceNs = new HashMap<>();
        if (goodUntil > 0) {
            final long nowNs = context.clockNs().getAsLong();
            for (final MachineIntake machine : machines.values()) {
                final MachineIntake.Batch said = machine.lost(goodUntil, nowNs, cause);
                said.events()
                        .forEach(event ->
                                sinceNs.put(machine.path(), event.head().sourceTimeNs()));
                ofSource.put(said);
            }
        }
        return sinceNs;
    }

    @Override
    public void onDataReceived(
            final OpcUaSubscription subscription, final List<OpcUaMonitoredItem> items, final List<DataValue> values) {
        report(items, values);
    }

    @Override
    public void onKeepAliveReceived(final OpcUaSubscription subscription) {
        report(List.of(), List.of());
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

    private void report(final List<OpcUaMonitoredItem> items, final List<DataValue> values) {
        busy = true;
        try {
            synchronized (this) {
                while (!open && !closed) {
                    wait();
                }
                if (!closed && take(items, values)) {
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
        collect(items, values, nowNs);
        try {
            for (int i = 0; i < machinesAtHand.size(); i++) {
                if (!put(machinesAtHand.get(i), values, nowNs)) {
                    return false;
                }
            }
        } finally {
            outlet.wake();
        }
        counters.notifications().add(items.size());
        goodUntilNs.set(nowNs);
        if (!complete) {
            heard.addAll(items);
            awaited.removeAll(heard);
            complete = awaited.isEmpty();
        }
        return true;
    }

    private void collect(final List<OpcUaMonitoredItem> items, final List<DataValue> values, final long nowNs) {
        pointsAtHand.clear();
        machinesAtHand.clear();
        notification++;
        for (int i = 0; i < items.size(); i++) {
            final Point point = point(items.get(i));
            pointsAtHand.add(point);
            if (point != null) {
                final MachineIntake machine = point.machine();
                if (machine.tryBegin(notification, nowNs)) {
                    machinesAtHand.add(machine);
                }
                machine.add(point.known(), values.get(i), nowNs, reader);
            }
        }
    }

    private @Nullable Point point(final OpcUaMonitoredItem item) {
        Point point = points.get(item);
        if (point == null && item.getUserObject().orElse(null) instanceof Point found) {
            point = found;
            points.put(item, found);
        }
        return point;
    }

    private boolean put(final MachineIntake machine, final List<DataValue> values, final long nowNs) {
        final SignalMessage usual = machine.complete(nowNs);
        if (usual != null) {
            return outlet.put(usual);
        }
        final List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            final Point point = pointsAtHand.get(i);
            if (point != null && point.machine() == machine) {
                samples.add(Sample.of(point.signal(), values.get(i), nowNs, reader));
            }
        }
        if (!outlet.put(machine.take(samples, nowNs))) {
            return false;
        }
        machine.taken();
        return true;
    }
}
