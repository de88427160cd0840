package io.millrace.ingest.signal;

import java.util.List;

/** @param machine path of the work unit the signals belong to */
public record MachineSignals(String machine, List<Signal> signals) {
    public MachineSignals {
        signals = List.copyOf(signals);
    }
}
