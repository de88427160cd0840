package io.millrace.perf.plant;

/** The states the simulated machines take, with their PackML numbers (OPC 30050). */
public enum MachineState {
    STOPPED(2),
    IDLE(4),
    SUSPENDED(5),
    EXECUTE(6),
    HELD(11);

    private final int number;

    MachineState(final int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
