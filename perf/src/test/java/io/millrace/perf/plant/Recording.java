package io.millrace.perf.plant;

import io.millrace.perf.plant.PlantLayout.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps everything a simulated plant tells, in the order of telling. */
final class Recording implements PlantOutlet {

    final Map<Machine, List<MachineEvent>> machines = new LinkedHashMap<>();
    final List<OfficeEvent> office = new ArrayList<>();
    final List<String> stories = new ArrayList<>();

    @Override
    public void onMachine(final Machine machine, final MachineEvent event) {
        machines.computeIfAbsent(machine, m -> new ArrayList<>()).add(event);
    }

    @Override
    public void onOffice(final OfficeEvent event) {
        office.add(event);
    }

    @Override
    public void onStory(final String text) {
        stories.add(text);
    }
}
