package io.millrace.topology.production;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.plant.Quantities;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The conservation equation while the plant runs: sums over the machines of this process, and whether what is said agrees with the
 * balances. Between two balances of a machine its confirmations have to add up to what is told more, and its counts to what is
 * attributed or unattributed more. Any thread may read it.
 */
public final class Conservation implements MeterBinder {
    private static final double MILLI = 1_000.0;

    /** In thousandths of the units, which may differ from machine to machine. */
    private record Sums(
            long machines,
            long attributed,
            long unattributed,
            long quarantined,
            long declaredLost,
            long told,
            long pending,
            long difference,
            long machinesOut) {
        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0);

        static Sums of(final Balance balance, final long difference) {
            return new Sums(
                    1,
                    balance.attributed().totalMilli(),
                    balance.unattributed().totalMilli(),
                    balance.quarantinedMilli(),
                    balance.declaredLostMilli(),
                    balance.told().totalMilli(),
                    balance.pending().totalMilli(),
                    difference,
                    difference == 0 ? 0 : 1);
        }

        Sums plus(final Sums other, final int sign) {
            return new Sums(
                    machines + sign * other.machines,
                    attributed + sign * other.attributed,
                    unattributed + sign * other.unattributed,
                    quarantined + sign * other.quarantined,
                    declaredLost + sign * other.declaredLost,
                    told + sign * other.told,
                    pending + sign * other.pending,
                    difference + sign * other.difference,
                    machinesOut + sign * other.machinesOut);
        }
    }

    private final Set<Part> parts = ConcurrentHashMap.newKeySet();

    /** For the machines of one task; it counts from its {@link Part#begin} to its end. */
    Part part() {
        return new Part();
    }

    /** Adds the gauges: sums over the machines, whatever their number. */
    @Override
    public void bindTo(final MeterRegistry registry) {
        count(registry, "machines", "Machines with a balance", Sums::machines);
        units(registry, "attributed", "Units counted for an operation", Sums::attributed);
        units(registry, "unattributed", "Units counted for no operation", Sums::unattributed);
        units(registry, "quarantined", "Units that wait for a decision", Sums::quarantined);
        units(registry, "declared.lost", "Units that somebody rejected", Sums::declaredLost);
        units(registry, "told", "Units confirmed, less what was refused", Sums::told);
        units(registry, "pending", "Units attributed and not told yet", Sums::pending);
        units(
                registry,
                "difference",
                "Units by which statements and balances differ since the start: 0, or something is lost or made up",
                Sums::difference);
        count(registry, "machines.out.of.balance", "Machines with a difference", Sums::machinesOut);
    }

    private void units(
            final MeterRegistry registry, final String name, final String text, final ToLongFunction<Sums> figure) {
        gauge(registry, name, text, figure, MILLI);
    }

    private void count(
            final MeterRegistry registry, final String name, final String text, final ToLongFunction<Sums> figure) {
        gauge(registry, name, text, figure, 1);
    }

    private void gauge(
            final MeterRegistry registry,
            final String name,
            final String text,
            final ToLongFunction<Sums> figure,
            final double unit) {
        Gauge.builder("millrace.conservation." + name, this, all -> figure.applyAsLong(all.sums()) / unit)
                .description(text)
                .register(registry);
    }

    private Sums sums() {
        Sums all = Sums.NONE;
        for (final Part part : parts) {
            all = all.plus(part.sums, 1);
        }
        return all;
    }

    /** The machines of one task: written on the task's thread only. */
    final class Part implements AutoCloseable {
        private final Map<String, Machine> machines = new HashMap<>();
        private volatile Sums sums = Sums.NONE;

        /** Forgets everything: the task begins, or begins again from what is committed. */
        void begin() {
            machines.clear();
            sums = Sums.NONE;
            parts.add(this);
        }

        /** A balance as it was kept: it is shown, and compared with nothing, since statements may be due that belong before it. */
        void kept(final Balance balance) {
            machine(balance.machine()).show(balance);
        }

        void confirmed(final String machine, final Quantities quantity) {
            final Machine at = machine(machine);
            at.confirmed = at.confirmed.plus(quantity);
        }

        void counted(final String machine, final Quantities quantities) {
            final Machine at = machine(machine);
            at.counted = at.counted.plus(quantities);
        }

        void stated(final Balance balance) {
            machine(balance.machine()).state(balance);
        }

        private Machine machine(final String path) {
            return machines.computeIfAbsent(path, any -> new Machine(this));
        }

        @Override
        public void close() {
            parts.remove(this);
        }
    }

    /** What was said of a machine since its last balance. */
    private static final class Machine {
        private final Part part;
        private @Nullable Balance last;
        private Quantities confirmed = Quantities.ZERO;
        private Quantities counted = Quantities.ZERO;
        private Quantities toldTooMuch = Quantities.ZERO;
        private Quantities countedTooMuch = Quantities.ZERO;
        private Sums shown = Sums.NONE;

        Machine(final Part part) {
            this.part = part;
        }

        void state(final Balance now) {
            final Balance before = last;
            if (before != null) {
                toldTooMuch = toldTooMuch.plus(confirmed).minus(told(now).minus(told(before)));
                countedTooMuch = countedTooMuch.plus(counted).minus(counted(now).minus(counted(before)));
            }
            last = now;
            confirmed = Quantities.ZERO;
            counted = Quantities.ZERO;
            show(now);
        }

        private static Quantities told(final Balance balance) {
            return balance.told().plus(balance.returned());
        }

        private static Quantities counted(final Balance balance) {
            return balance.attributed().plus(balance.unattributed());
        }

        void show(final Balance now) {
            final Sums sums = Sums.of(now, size(toldTooMuch) + size(countedTooMuch));
            part.sums = part.sums.plus(shown, -1).plus(sums, 1);
            shown = sums;
        }

        private static long size(final Quantities difference) {
            return Math.abs(difference.goodMilli())
                    + Math.abs(difference.scrapMilli())
                    + Math.abs(difference.reworkMilli());
        }
    }
}
