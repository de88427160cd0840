package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;

/** Where a simulated plant's events go: the wire, or a list in a test. Called by the thread that steps the simulation, in the order of telling. */
public interface PlantOutlet {

    void onMachine(Machine machine, MachineEvent event);

    void onOffice(OfficeEvent event);

    /** Something worth telling a spectator, in plain words. */
    void onStory(String text);
}
