package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.SplittableRandom;

/** What all machines of one run share. */
record SimulationSetting(
        PlantLayout layout,
        long seed,
        double unitsPerSecond,
        long startMs,
        long durationMs,
        Office office,
        PlantOutlet outlet,
        ResetGate resetGate) {

    /** Each machine has randomness of its own: what one does changes nothing for the others. */
    SplittableRandom randomFor(final Machine machine) {
        return new SplittableRandom(seed * 1_000_003 + layout.machines().indexOf(machine));
    }
}
