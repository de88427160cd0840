package io.millrace.app.load;

import io.millrace.app.perf.ProcessUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What processes have used up to a moment, as Linux and their own metrics count it. Immutable. */
record ProcessCosts(Map<String, Long> cpuUs, Map<String, Double> allocatedBytes) {

    /**
     * What a process used over a stretch.
     *
     * @param cpuUsPerEvent user and kernel, microseconds; -1 if it cannot be found out
     * @param allocatedBytesPerEvent -1 if its metrics do not have it
     */
    record Cost(String process, double cpuUsPerEvent, double allocatedBytesPerEvent) {}

    static ProcessCosts now(final Installation installation) throws InterruptedException {
        final Map<String, Long> cpuUs = new LinkedHashMap<>();
        installation.pids().forEach((name, pid) -> cpuUs.put(name, new ProcessUse(pid).cpuUs()));
        final Map<String, Double> allocated = new LinkedHashMap<>();
        put(allocated, "gateway", installation.gateway().allocatedBytes());
        put(allocated, "topology", installation.topology().allocatedBytes());
        return new ProcessCosts(cpuUs, allocated);
    }

    private static void put(final Map<String, Double> into, final String name, final OptionalDouble value) {
        value.ifPresent(found -> into.put(name, found));
    }

    /** @param events of the stretch from there to here */
    List<Cost> since(final ProcessCosts before, final long events) {
        final List<Cost> costs = new ArrayList<>();
        cpuUs.forEach((name, nowUs) -> {
            final long beforeUs = before.cpuUs().getOrDefault(name, ProcessUse.UNKNOWN);
            final boolean isKnown = nowUs >= 0 && beforeUs >= 0 && events > 0;
            final Double allocatedNow = allocatedBytes.get(name);
            final Double allocatedBefore = before.allocatedBytes().get(name);
            costs.add(new Cost(
                    name,
                    isKnown ? (double) (nowUs - beforeUs) / events : -1,
                    allocatedNow == null || allocatedBefore == null || events <= 0
                            ? -1
                            : (allocatedNow - allocatedBefore) / events));
        });
        return costs;
    }
}
