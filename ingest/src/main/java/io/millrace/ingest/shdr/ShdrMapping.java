package io.millrace.ingest.shdr;

import io.millrace.ingest.signal.Signal;
import java.util.List;

/**
 * Which keys of a recording are signals of a machine.
 *
 * @param machine path of the work unit
 * @param signals their addresses are keys as the recording writes them, with a {@code device:} prefix if it has one
 */
public record ShdrMapping(String machine, List<Signal> signals) {
    public ShdrMapping {
        signals = List.copyOf(signals);
        if (machine.isBlank() || signals.isEmpty()) {
            throw new IllegalArgumentException(
                    "mapping of machine '" + machine + "': a path and at least one key are expected");
        }
    }
}
