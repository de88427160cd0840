package io.millrace.ingest.csv;

import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where the mapped columns of one file are. Immutable. */
final class CsvColumns {
    private static final int MOST_LISTED = 40;

    private final Map<String, Integer> places;

    private CsvColumns(final Map<String, Integer> places) {
        this.places = places;
    }

    /** Columns by their numbers, from 1. */
    static CsvColumns numbered(final Path file, final Iterable<String> mapped) throws IOException {
        final Map<String, Integer> places = new HashMap<>();
        for (final String each : mapped) {
            try {
                places.put(each, Integer.parseUnsignedInt(each) - 1);
            } catch (final NumberFormatException noNumber) {
                throw new IOException(
                        file + ": column \"" + each + "\" is no number, and the file has no header by its mapping:"
                                + " write numbers from 1, or header: true");
            }
        }
        return new CsvColumns(places);
    }

    /** @param header the names that the file gives its columns */
    static CsvColumns named(final Path file, final List<String> header, final Iterable<String> mapped)
            throws IOException {
        final List<String> names = header.stream().map(String::strip).toList();
        final Map<String, Integer> places = new HashMap<>();
        for (final String each : mapped) {
            final int place = names.indexOf(each);
            if (place < 0) {
                throw new IOException(file + ": there is no column \"" + each + "\" in the header: there are "
                        + listed(names) + "; correct the mapping, or its delimiter or skip-lines");
            }
            if (names.lastIndexOf(each) != place) {
                throw new IOException(file + ": there are two columns \"" + each
                        + "\": write header: false, skip-lines: 1 and columns as numbers");
            }
            places.put(each, place);
        }
        return new CsvColumns(places);
    }

    /** @throws EntryFault if the row has no such field */
    String field(final List<String> fields, final String column) {
        final Integer place = places.get(column);
        if (place == null) {
            throw new IllegalArgumentException("column " + column + " is not mapped");
        }
        if (place < 0 || place >= fields.size()) {
            throw new EntryFault(
                    Reason.UNDECODABLE,
                    "the row has " + fields.size() + " fields and none for column " + column + ": is it cut off?");
        }
        return fields.get(place);
    }

    private static String listed(final List<String> names) {
        final List<String> sorted = new TreeSet<>(names).stream().toList();
        return String.join(", ", sorted.subList(0, Math.min(MOST_LISTED, sorted.size())))
                + (sorted.size() > MOST_LISTED ? " and " + (sorted.size() - MOST_LISTED) + " more" : "");
    }
}
