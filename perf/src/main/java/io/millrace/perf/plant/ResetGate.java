package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;

/**
 * Says whether a machine's counter may show something surprising now. Closed while nobody listens: what was counted before would
 * not have been seen, and its loss would not be the listener's fault.
 */
@FunctionalInterface
public interface ResetGate {

    boolean isOpen(Machine machine);
}
