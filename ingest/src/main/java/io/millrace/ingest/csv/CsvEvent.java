package io.millrace.ingest.csv;

import io.millrace.ingest.json.JsonKind;
import java.util.Map;

/**
 * A canonical event that a row becomes.
 *
 * @param machine path of the work unit
 * @param named how the file calls it, where a column says which machine a row is about
 * @param fields by their canonical names: a column's name or number, or {@code =constant}; the time comes from the mapping's
 */
public record CsvEvent(String machine, String named, JsonKind kind, Map<String, String> fields) {
    public CsvEvent {
        fields = Map.copyOf(fields);
    }
}
