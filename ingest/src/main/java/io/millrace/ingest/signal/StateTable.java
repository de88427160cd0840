package io.millrace.ingest.signal;

import io.millrace.core.event.MachineState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a source's own state codes are read, by name. Codes differ per vendor, so the table is configuration; a code that is not in
 * it is UNKNOWN, never idle.
 */
public record StateTable(String name, Map<String, MachineState> states) {
    /** PackML numbers (OPC 30050 1.01) and names. */
    public static final StateTable PACKML = new StateTable("packml", packMl());

    /** MTConnect {@code Execution}. */
    public static final StateTable MTCONNECT = new StateTable(
            "mtconnect",
            Map.ofEntries(
                    Map.entry("READY", MachineState.IDLE),
                    Map.entry("ACTIVE", MachineState.EXECUTE),
                    Map.entry("INTERRUPTED", MachineState.HELD),
                    Map.entry("FEED_HOLD", MachineState.HELD),
                    Map.entry("STOPPED", MachineState.STOPPED),
                    Map.entry("OPTIONAL_STOP", MachineState.HELD),
                    Map.entry("PROGRAM_STOPPED", MachineState.HELD),
                    Map.entry("PROGRAM_OPTIONAL_STOP", MachineState.HELD),
                    Map.entry("PROGRAM_COMPLETED", MachineState.COMPLETE),
                    Map.entry("WAIT", MachineState.SUSPENDED),
                    Map.entry("UNAVAILABLE", MachineState.UNKNOWN)));

    /** StateEnumeration of OPC UA for Tobacco Machine Communication (OPC 30060, 11.9): PackML's states with numbers of its own. */
    public static final StateTable TMC = new StateTable("tmc", tmc());

    /**
     * MachineryItemState (OPC 40001-1) by number and by name: as the profile {@code machinery} reads it, out of service is a fault
     * and not executing waits.
     */
    public static final StateTable MACHINERY = new StateTable(
            "machinery",
            Map.of(
                    "0", MachineState.UNKNOWN,
                    "1", MachineState.ABORTED,
                    "2", MachineState.IDLE,
                    "3", MachineState.EXECUTE,
                    "NOTAVAILABLE", MachineState.UNKNOWN,
                    "OUTOFSERVICE", MachineState.ABORTED,
                    "NOTEXECUTING", MachineState.IDLE,
                    "EXECUTING", MachineState.EXECUTE));

    public StateTable {
        states = Map.copyOf(states);
    }

    public MachineState read(final String code) {
        return states.getOrDefault(code.strip().toUpperCase(Locale.ROOT), MachineState.UNKNOWN);
    }

    private static Map<String, MachineState> packMl() {
        final Map<String, MachineState> table = Arrays.stream(MachineState.values())
                .collect(Collectors.toMap(state -> Integer.toString(state.code()), state -> state));
        Arrays.stream(MachineState.values()).forEach(state -> table.put(state.name(), state));
        return table;
    }

    private static Map<String, MachineState> tmc() {
        final List<MachineState> inOrder = List.of(
                MachineState.STOPPED,
                MachineState.RESETTING,
                MachineState.IDLE,
                MachineState.STARTING,
                MachineState.EXECUTE,
                MachineState.COMPLETING,
                MachineState.COMPLETE,
                MachineState.ABORTING,
                MachineState.ABORTED,
                MachineState.STOPPING,
                MachineState.CLEARING,
                MachineState.SUSPENDING,
                MachineState.SUSPENDED,
                MachineState.UNSUSPENDING,
                MachineState.HOLDING,
                MachineState.HELD,
                MachineState.UNHOLDING);
        final Map<String, MachineState> table = new HashMap<>();
        for (int number = 0; number < inOrder.size(); number++) {
            table.put(Integer.toString(number), inOrder.get(number));
            table.put(inOrder.get(number).name(), inOrder.get(number));
        }
        return table;
    }
}
