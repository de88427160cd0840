package io.millrace.ingest.csv;

import io.millrace.core.event.Fact;
import io.millrace.ingest.csv.RowReader.Item;
import io.millrace.ingest.files.MachineFacts;
import io.millrace.ingest.files.Playback;
import io.millrace.ingest.files.Playback.Said;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together what neighbours say of the same instant: state, mode and reason are one fact. One thread. */
final class Instants {
    private final Playback playback;
    private final Map<String, MachineFacts> machines = new LinkedHashMap<>();
    private final Map<String, List<Reading>> readings = new LinkedHashMap<>();
    private long timeNs = Long.MIN_VALUE;

    Instants(final Playback playback) {
        this.playback = playback;
    }

    void add(final Item item) {
        if (item.timeNs() != timeNs) {
            tell();
            timeNs = item.timeNs();
        }
        if (item instanceof Item.Value value) {
            readings.computeIfAbsent(value.machine(), machine -> new ArrayList<>())
                    .add(value.reading());
        } else if (item instanceof Item.Whole whole) {
            playback.say(whole.said());
        }
    }

    /** Tells what has been put together until now. */
    void tell() {
        readings.forEach((machine, instant) -> {
            final List<Fact> facts = machines.computeIfAbsent(machine, path -> MachineFacts.withOrdersOnce())
                    .of(instant);
            if (!facts.isEmpty()) {
                playback.say(Said.of(machine, timeNs, facts));
            }
        });
        readings.clear();
    }
}
