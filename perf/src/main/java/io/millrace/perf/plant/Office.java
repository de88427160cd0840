package io.millrace.perf.plant;

import io.millrace.perf.plant.OfficeEvent.ContextCorrected;
import io.millrace.perf.plant.OfficeEvent.ReasonAssigned;
import io.millrace.perf.plant.OfficeEvent.SettleRequested;
import io.millrace.perf.plant.OfficeEvent.Undecodable;
import io.millrace.perf.plant.OfficeEvent.UnknownMachine;
import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Decides what the MES will say and when: corrections after 55 % of the run, reasons soon after a stop. Gives every message its id. */
final class Office {

    private static final double CORRECTIONS_FROM = 0.55;
    private static final double STRAY_FROM = 0.06;
    private static final double STRAY_TO = 0.4;
    private static final long REASON_DELAY_MS = 1_500;
    private static final long CORRECTION_DELAY_MS = 500;

    private final String run;
    private final long correctionsFromMs;
    private final PriorityQueue<OfficeEvent> due =
            new PriorityQueue<>(Comparator.comparingLong(OfficeEvent::timeMs).thenComparing(OfficeEvent::id));
    private long ids;

    Office(final long startMs, final long durationMs) {
        run = Long.toString(startMs, Character.MAX_RADIX);
        correctionsFromMs = startMs + Math.round(durationMs * CORRECTIONS_FROM);
    }

    /** One undecodable message and one of an unknown machine, beside the given one. */
    void planStrays(final Machine neighbour, final SplittableRandom random, final long startMs, final long durationMs) {
        due.add(new Undecodable(nextId(neighbour), neighbour, strayMs(random, startMs, durationMs)));
        due.add(new UnknownMachine(nextId(neighbour), neighbour, strayMs(random, startMs, durationMs)));
    }

    /** Fixed width, so that ids order as they were given. */
    String nextId(final Machine machine) {
        return "%s-%s-%08d".formatted(machine.workUnit(), run, ++ids);
    }

    void onMark(final Machine machine, final OrderMark mark, final long trueMs) {
        final long timeMs = Math.max(correctionsFromMs, trueMs + CORRECTION_DELAY_MS);
        due.add(new ContextCorrected(
                nextId(machine),
                machine,
                timeMs,
                mark.saidMs(),
                trueMs,
                mark.before(),
                mark.after(),
                mark.good(),
                mark.scrap()));
    }

    void onUnexplainedStop(final Machine machine, final long fromMs, final long toMs, final String reason) {
        due.add(new ReasonAssigned(nextId(machine), machine, toMs + REASON_DELAY_MS, fromMs, reason));
    }

    /** @return when the next one is due, or {@link Long#MAX_VALUE}. */
    long nextMs() {
        final OfficeEvent next = due.peek();
        return next == null ? Long.MAX_VALUE : next.timeMs();
    }

    OfficeEvent next() {
        return due.remove();
    }

    List<SettleRequested> settleRequests(final List<Machine> machines, final long nowMs) {
        final List<SettleRequested> requests = new ArrayList<>();
        machines.forEach(machine -> requests.add(new SettleRequested(nextId(machine), machine, nowMs)));
        return requests;
    }

    private static long strayMs(final SplittableRandom random, final long startMs, final long durationMs) {
        return startMs + Math.round(durationMs * random.nextDouble(STRAY_FROM, STRAY_TO));
    }
}
