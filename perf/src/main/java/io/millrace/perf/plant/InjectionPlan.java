package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * What one machine is to do wrong, and from when on. Everything falls into the first 45 % of the run; what finds no occasion
 * there does not happen.
 */
final class InjectionPlan {

    private static final double FIRST = 0.06;
    private static final double LAST = 0.45;
    /** The longest stop and then some: an injection due by then still finds a unit to go with. */
    private static final long SLACK_MS = 5_000;

    /** For what must wait for an order to change anyway. */
    private static final long WHENEVER = Long.MAX_VALUE / 2;

    static final long MAX_DELAY_MS = 3_000;

    private final Map<InjectionKind, PriorityQueue<Long>> due = new EnumMap<>(InjectionKind.class);
    private final SplittableRandom random;
    private final long firstMs;
    private final long windowEndMs;

    InjectionPlan(final Machine machine, final SplittableRandom random, final long startMs, final long durationMs) {
        this.random = random;
        firstMs = startMs + Math.round(durationMs * FIRST);
        windowEndMs = startMs + Math.round(durationMs * LAST);
        plan(InjectionKind.DUPLICATE, 2, SLACK_MS);
        switch (machine.protocol()) {
            case OPC_UA -> {
                if (machine.goodModulus() > 0) {
                    plan(InjectionKind.CORRECTION, 1, WHENEVER);
                }
            }
            case SPARKPLUG -> {
                if (machine.firstGood() < 1_000) {
                    plan(InjectionKind.RESET, 1, SLACK_MS);
                    plan(InjectionKind.CORRECTION, 1, WHENEVER);
                } else {
                    plan(InjectionKind.BOGUS, 1, SLACK_MS);
                }
            }
            case MQTT_JSON -> {
                plan(InjectionKind.UNATTRIBUTED, 1, WHENEVER);
                plan(InjectionKind.CORRECTION, 1, WHENEVER);
                plan(InjectionKind.LATE, 3, SLACK_MS + MAX_DELAY_MS);
                plan(InjectionKind.SWAPPED, 1, SLACK_MS);
                plan(InjectionKind.QUARANTINED, 1, SLACK_MS);
            }
        }
    }

    /** @return whether this kind is due now; if so it is taken off the plan. */
    boolean take(final InjectionKind kind, final long nowMs) {
        final PriorityQueue<Long> times = due.get(kind);
        if (times == null || times.isEmpty() || nowMs > windowEndMs || nowMs < times.peek()) {
            return false;
        }
        times.remove();
        return true;
    }

    private void plan(final InjectionKind kind, final int times, final long slackMs) {
        final long lastMs = Math.max(firstMs, windowEndMs - slackMs);
        final PriorityQueue<Long> at = new PriorityQueue<>();
        for (int i = 0; i < times; i++) {
            at.add(random.nextLong(firstMs, lastMs + 1));
        }
        due.put(kind, at);
    }
}
