package io.millrace.topology.analytics;

import io.millrace.core.downtime.DowntimeHour;
import io.millrace.core.downtime.DowntimeHour.Piece;
import io.millrace.topology.record.JsonIn;
import io.millrace.topology.record.JsonOut;
import io.millrace.topology.store.TimeKey;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The hours of one machine in the task's store. On the task's thread only. */
final class DowntimeHours {
    private static final int FORMAT = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final String machine;
    private final TimeKey key;

    DowntimeHours(final KeyValueStore<Bytes, byte[]> store, final String machine) {
        this.store = store;
        this.machine = machine;
        this.key = new TimeKey(machine);
    }

    DowntimeHour hour(final long hourStartNs) {
        final byte[] stored = store.get(key.at(hourStartNs));
        return stored == null ? new DowntimeHour(machine, hourStartNs) : read(stored, hourStartNs);
    }

    void save(final long hourStartNs, final DowntimeHour hour) {
        if (!hour.pieces().isEmpty() || !hour.revisions().isEmpty()) {
            store.put(key.at(hourStartNs), write(hour));
        }
    }

    private static byte[] write(final DowntimeHour hour) {
        final JsonOut out = new JsonOut().number("format", FORMAT).open("pieces");
        for (final Map.Entry<Long, Piece> entry : new TreeMap<>(hour.pieces()).entrySet()) {
            final Piece piece = entry.getValue();
            out.open(Long.toString(entry.getKey()))
                    .text("reason", piece.reason())
                    .number("toNs", piece.toNs())
                    .number("durationNs", piece.durationNs())
                    .flag("startsHere", piece.startsHere())
                    .number("revision", piece.revision())
                    .close();
        }
        out.close().open("revisions");
        new TreeMap<>(hour.revisions()).forEach(out::number);
        return out.close().done();
    }

    private DowntimeHour read(final byte[] stored, final long hourStartNs) {
        final JsonIn in = JsonIn.of(stored);
        if (in.integer("format") > FORMAT) {
            throw new IllegalStateException("the downtime of " + machine + " has format " + in.integer("format")
                    + ", written by a newer program: run that version again");
        }
        final Map<Long, Piece> pieces = new TreeMap<>();
        in.object("pieces")
                .entries(DowntimeHours::piece)
                .forEach((from, piece) -> pieces.put(Long.valueOf(from), piece));
        return new DowntimeHour(
                machine, hourStartNs, pieces, in.object("revisions").entries(JsonIn::asInteger));
    }

    private static Piece piece(final JsonIn in) {
        return new Piece(
                in.text("reason"),
                in.number("toNs"),
                in.number("durationNs"),
                in.flag("startsHere"),
                in.number("revision"));
    }
}
