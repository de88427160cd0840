package io.millrace.perf.plant;

import io.millrace.perf.plant.MachineEvent.BogusReading;
import io.millrace.perf.plant.MachineEvent.Consumed;
import io.millrace.perf.plant.MachineEvent.Counted;
import io.millrace.perf.plant.MachineEvent.CounterReset;
import io.millrace.perf.plant.MachineEvent.OrderChanged;
import io.millrace.perf.plant.MachineEvent.ReadAgain;
import io.millrace.perf.plant.MachineEvent.StateChanged;
import io.millrace.perf.plant.PlantLayout.Machine;
import io.millrace.perf.plant.PlantLayout.Order;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One machine: makes units at its rate, stops now and then, changes orders when the queue says so. Discrete: each step does what
 * is due at {@link #nextMs()}, so what happens depends on the seed and the start time, not on how often it is called.
 *
 * <p>The counters are read again on both sides of whatever moves an order's border. No step between two readings then contains
 * both a unit and a border, and it is certain which order each unit belongs to.
 */
final class SimulatedMachine {

    private static final double SCRAP_SHARE = 0.03;
    private static final double MS_BETWEEN_STOPS = 5_000;
    private static final double MICRO_STOP_SHARE = 0.6;
    private static final double UNKNOWN_REASON_SHARE = 0.3;
    private static final double MAX_STEPS_PER_SECOND = 200;
    private static final int STEPS_PER_CONSUMPTION = 5;
    private static final int COMPONENT_MILLI_PER_UNIT = 125;
    private static final long EIGHT_DAYS_MS = 8L * 24 * 3600 * 1000;
    private static final List<MachineState> STOPS =
            List.of(MachineState.HELD, MachineState.STOPPED, MachineState.SUSPENDED);

    private final Machine machine;
    private final OrderRun orders;
    private final PlantLayout layout;
    private final SplittableRandom random;
    private final Office office;
    private final PlantOutlet outlet;
    private final InjectionPlan plan;
    private final Reporter reporter;
    private final MachineTally tally;
    private final Counters counters;
    private final ResetGate gate;
    private final long unitsPerStep;
    private final double stepMs;

    private long lastMs;
    private long activityMs = Long.MAX_VALUE;
    private boolean stopped;
    private @Nullable Order order;
    private int orphansLeft;
    private @Nullable OrderMark mark;
    private long consumingSteps;
    private long consumingUnits;

    SimulatedMachine(
            final Machine machine, final OrderRun orders, final SimulationSetting setting, final MachineTally tally) {
        this.machine = machine;
        this.orders = orders;
        this.tally = tally;
        layout = setting.layout();
        office = setting.office();
        outlet = setting.outlet();
        gate = setting.resetGate();
        random = setting.randomFor(machine);
        plan = new InjectionPlan(machine, random.split(), setting.startMs(), setting.durationMs());
        reporter = new Reporter(machine, outlet, tally, random.split(), plan);
        counters = new Counters(machine);
        unitsPerStep = (long) Math.ceil(setting.unitsPerSecond() / MAX_STEPS_PER_SECOND);
        stepMs = unitsPerStep * 1000 / setting.unitsPerSecond();
    }

    /** The first order starts. */
    void start(final long nowMs) {
        lastMs = nowMs - 1;
        order = orders.current().orElse(null);
        readAgain();
        reporter.tell(new OrderChanged(tick(), "", key(order), true));
        readAgain();
        reporter.tell(new StateChanged(tick(), MachineState.EXECUTE, ""));
        scheduleWork();
    }

    /** @return when the next thing is due, or {@link Long#MAX_VALUE}. */
    long nextMs() {
        return Math.min(activityMs, reporter.nextMs());
    }

    /** Does the one thing that is due next. */
    void step() {
        if (reporter.nextMs() <= activityMs) {
            reporter.tellNextDelayed();
            return;
        }
        lastMs = Math.max(lastMs, activityMs - 1);
        if (stopped) {
            resume();
        } else if (orphansLeft > 0) {
            makeOrphan();
        } else if (!key(order).equals(orders.current().map(Order::key).orElse(""))) {
            changeOver();
        } else {
            work();
        }
    }

    /** The run is over: what was held back is told, the order is completed, the machine goes idle. */
    void finish(final long endMs) {
        lastMs = Math.max(lastMs, endMs - 1);
        activityMs = Long.MAX_VALUE;
        reporter.flush();
        consume();
        readAgain();
        if (order != null) {
            reporter.tell(new OrderChanged(tick(), key(order), "", true));
            order = null;
            readAgain();
        }
        reporter.tell(new StateChanged(tick(), MachineState.IDLE, ""));
    }

    MachineTally tally() {
        return tally;
    }

    private void work() {
        if (gate.isOpen(machine) && plan.take(InjectionKind.RESET, activityMs)) {
            reset();
        }
        long scrap = 0;
        for (long i = 0; i < unitsPerStep; i++) {
            scrap += random.nextDouble() < SCRAP_SHARE ? 1 : 0;
        }
        make(Measure.GOOD, unitsPerStep - scrap);
        make(Measure.SCRAP, scrap);
        consumingUnits += unitsPerStep;
        orders.made(key(order), unitsPerStep - scrap);
        setMarkWhenDue();
        if (gate.isOpen(machine) && plan.take(InjectionKind.BOGUS, lastMs)) {
            showNonsense();
        }
        if (plan.take(InjectionKind.QUARANTINED, lastMs)) {
            reportLongAgo();
        }
        if (++consumingSteps % STEPS_PER_CONSUMPTION == 0) {
            consume();
        }
        if (random.nextDouble() < stepMs / MS_BETWEEN_STOPS) {
            stop();
        } else {
            scheduleWork();
        }
    }

    private void make(final Measure measure, final long quantity) {
        if (quantity > 0) {
            tally.made(key(order), measure, quantity);
            if (mark != null) {
                mark.made(measure, quantity);
            }
            reporter.tell(count(tick(), measure, quantity));
        }
    }

    private Counted count(final long timeMs, final Measure measure, final long quantity) {
        if (counters.count(measure, quantity)) {
            tally.injected(InjectionKind.WRAP, 1);
            outlet.onStory("%s's counter wrapped at %d".formatted(machine.workUnit(), machine.goodModulus()));
        }
        final String reason =
                measure == Measure.GOOD ? "" : pick(layout.scrapReasons()).code();
        return new Counted(timeMs, office.nextId(machine), measure, quantity, counters.reading(measure), reason);
    }

    private void makeOrphan() {
        orphansLeft--;
        tally.madeForNoOrder(InjectionKind.UNATTRIBUTED, unitsPerStep);
        reporter.tell(count(tick(), Measure.GOOD, unitsPerStep));
        scheduleWork();
    }

    private void changeOver() {
        final Order next = orders.current().orElse(null);
        consume();
        if (order != null && next != null && plan.take(InjectionKind.UNATTRIBUTED, activityMs)) {
            reporter.tell(new OrderChanged(tick(), key(order), "", true));
            order = null;
            orphansLeft = random.nextInt(2, 6);
            outlet.onStory("%s goes on for %d unit(s) without an order"
                    .formatted(machine.workUnit(), orphansLeft * unitsPerStep));
            scheduleWork();
            return;
        }
        final boolean corrected = order != null && next != null && plan.take(InjectionKind.CORRECTION, activityMs);
        readAgain();
        final long changedMs = tick();
        reporter.tell(new OrderChanged(changedMs, key(order), key(next), !corrected));
        readAgain();
        mark = corrected ? new OrderMark(changedMs, key(order), key(next), random.nextInt(3, 7)) : null;
        order = next;
        if (next == null) {
            reporter.tell(new StateChanged(tick(), MachineState.IDLE, ""));
            activityMs = Long.MAX_VALUE;
        } else {
            scheduleWork();
        }
    }

    /** Where a correction is planned: this is the moment at which the order really changed. */
    private void setMarkWhenDue() {
        final OrderMark due = mark;
        if (due != null && due.isDue()) {
            mark = null;
            readAgain();
            office.onMark(machine, due, tick());
            readAgain();
        }
    }

    private void reset() {
        counters.reset();
        reporter.forgetReadings();
        tally.injected(InjectionKind.RESET, 1);
        reporter.tell(new CounterReset(tick(), counters.good(), counters.scrap()));
        outlet.onStory(machine.workUnit() + "'s controller restarted; its counters start again at 0");
    }

    private void showNonsense() {
        final long nonsense = counters.good() / 100;
        tally.injected(InjectionKind.BOGUS, 1);
        reporter.tell(new BogusReading(tick(), nonsense));
        outlet.onStory("%s's counter shows %d instead of %d for a moment"
                .formatted(machine.workUnit(), nonsense, counters.good()));
    }

    private void reportLongAgo() {
        final long units = random.nextInt(3, 10);
        tally.madeForNoOrder(InjectionKind.QUARANTINED, units);
        reporter.tell((MachineEvent) count(lastMs - EIGHT_DAYS_MS, Measure.GOOD, units));
        outlet.onStory("%s reports %d unit(s) of eight days ago".formatted(machine.workUnit(), units));
    }

    private void consume() {
        final Order consumer = order;
        if (consumer != null && consumingUnits > 0 && machine.protocol() == Protocol.MQTT_JSON) {
            reporter.tell(new Consumed(
                    tick(),
                    office.nextId(machine),
                    consumer.component().id(),
                    consumer.lot(),
                    consumingUnits * COMPONENT_MILLI_PER_UNIT));
        }
        consumingUnits = 0;
    }

    private void stop() {
        stopped = true;
        final boolean micro = random.nextDouble() < MICRO_STOP_SHARE;
        final long lengthMs = micro ? random.nextLong(150, 900) : random.nextLong(1_000, 4_000);
        final String reason = pick(layout.stopReasons()).code();
        final boolean unknown = !micro && random.nextDouble() < UNKNOWN_REASON_SHARE;
        final long fromMs = tick();
        reporter.tell(new StateChanged(fromMs, pick(STOPS), unknown ? "" : reason));
        activityMs = fromMs + lengthMs;
        if (unknown) {
            office.onUnexplainedStop(machine, fromMs, activityMs, reason);
        }
    }

    private void resume() {
        stopped = false;
        reporter.tell(new StateChanged(tick(), MachineState.EXECUTE, ""));
        scheduleWork();
    }

    private void readAgain() {
        reporter.tell(new ReadAgain(tick(), counters.good(), counters.scrap()));
    }

    private void scheduleWork() {
        activityMs = lastMs + Math.max(1, Math.round(stepMs * random.nextDouble(0.7, 1.3)));
    }

    private long tick() {
        return ++lastMs;
    }

    private <T> T pick(final List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String key(final @Nullable Order order) {
        return order == null ? "" : order.key();
    }
}
