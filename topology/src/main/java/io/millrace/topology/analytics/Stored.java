package io.millrace.topology.analytics;

import io.millrace.core.aggregate.Cell;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.topology.record.FiguresJson;
import io.millrace.topology.record.JsonIn;
import io.millrace.topology.record.JsonOut;

/** The stored form of what the analytics keep of their own: JSON with a format number. */
final class Stored {
    private static final int FORMAT = 1;

    private Stored() {}

    static JsonOut begin() {
        return new JsonOut().number("format", FORMAT);
    }

    /** @throws NewerVersionException if a newer program wrote it */
    static JsonIn read(final byte[] stored) {
        final JsonIn in = JsonIn.of(stored);
        if (in.integer("format") > FORMAT) {
            throw new NewerVersionException("the stored figures have format " + in.integer("format")
                    + ", written by a newer program: run that version again");
        }
        return in;
    }

    static byte[] write(final Cell cell) {
        return FiguresJson.cell(begin(), cell).done();
    }

    static Cell cell(final byte[] stored) {
        return FiguresJson.cell(read(stored));
    }
}
