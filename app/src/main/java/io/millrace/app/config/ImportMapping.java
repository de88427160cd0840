package io.millrace.app.config;

import io.millrace.ingest.csv.CsvMapping;
import io.millrace.ingest.signal.MachineSignals;

/** What is in a mapping file: what it is for follows from its form. */
public sealed interface ImportMapping {
    record Shdr(MachineSignals signals) implements ImportMapping {}

    record Csv(CsvMapping mapping) implements ImportMapping {}
}
