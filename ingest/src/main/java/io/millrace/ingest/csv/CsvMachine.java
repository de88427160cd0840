package io.millrace.ingest.csv;

import java.util.List;

/**
 * @param machine path of the work unit
 * @param named how the file calls it, where a column says which machine a row is about
 */
public record CsvMachine(String machine, String named, List<CsvSignal> signals) {
    public CsvMachine {
        signals = List.copyOf(signals);
    }
}
