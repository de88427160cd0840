package io.millrace.ingest.csv;

import java.util.List;
import java.util.Set;

/**
 * What a file's rows mean.
 *
 * @param timeColumn of each row
 * @param machineColumn says which machine a row is about; empty: rows are about all machines that are mapped
 * @param isSorted true: all rows are put in order by time, in memory; false: they are, nearly, and are told as they come
 */
public record CsvMapping(
        CsvFormat format,
        CsvTime time,
        String timeColumn,
        String machineColumn,
        boolean isSorted,
        CsvText text,
        Rows rows) {
    public sealed interface Rows {
        /** A column a signal. */
        record Wide(List<CsvMachine> machines) implements Rows {
            public Wide {
                machines = List.copyOf(machines);
            }
        }

        /**
         * A value a row, of the tag that it names; signals' addresses are tags.
         *
         * @param qualityColumn empty if there is none
         * @param good what stands there if a value can be trusted
         */
        record Tall(
                List<CsvMachine> machines, String tagColumn, String valueColumn, String qualityColumn, Set<String> good)
                implements Rows {
            public Tall {
                machines = List.copyOf(machines);
                good = Set.copyOf(good);
            }
        }

        /** An event a row, or several. */
        record Events(List<CsvEvent> events) implements Rows {
            public Events {
                events = List.copyOf(events);
            }
        }
    }
}
