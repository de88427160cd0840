package io.millrace.ingest.shdr;

import io.millrace.core.event.Fact;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.files.MachineFacts;
import io.millrace.ingest.files.Playback;
import io.millrace.ingest.files.Playback.Phase;
import io.millrace.ingest.files.Playback.Refused;
import io.millrace.ingest.files.Playback.Said;
import io.millrace.ingest.files.Recording;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Recorded SHDR, put in order by its times and told as what its mapped keys mean. */
public final class ShdrReplay implements Recording {
    private static final int VALUES_A_PROGRESS = 1_000;

    private final List<Path> files;
    private final Map<String, Map<String, Signal>> signals;
    private final FileLimits limits;

    /**
     * @param files plain or gzip, put in order together
     * @param known machines of the master data
     * @throws IllegalArgumentException naming every machine that is not known and every key that is mapped twice for one machine
     */
    public ShdrReplay(
            final List<Path> files,
            final List<ShdrMapping> mappings,
            final Set<String> known,
            final FileLimits limits) {
        this.files = List.copyOf(files);
        this.signals = signals(mappings, known);
        this.limits = limits;
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public Set<String> machines() {
        return signals.keySet();
    }

    @Override
    public void play(final Playback playback) throws IOException {
        final Set<String> keys = new HashSet<>();
        signals.values().forEach(own -> keys.addAll(own.keySet()));
        final ShdrRecording recording = ShdrRecording.read(files, keys, limits);
        playback.progress(Phase.READING, recording.lines(), recording.lines(), recording.lines());
        if (recording.lastNs() > 0) {
            playback.passTo(recording.firstNs());
        }
        recording
                .faults()
                .forEach(fault -> playback.refuse(
                        new Refused(fault.origin(), fault.reason(), fault.detail(), "", fault.bytes())));
        tell(recording, playback);
        if (recording.lastNs() > 0) {
            playback.passTo(recording.lastNs());
        }
        playback.progress(
                Phase.TELLING, recording.values().size(), recording.values().size(), recording.lines());
    }

    private void tell(final ShdrRecording recording, final Playback playback) {
        final Map<String, MachineFacts> machines = new LinkedHashMap<>();
        signals.keySet().forEach(machine -> machines.put(machine, MachineFacts.withEachOrder()));
        final List<ShdrRecording.Timed> values = recording.values();
        int from = 0;
        int toldAt = 0;
        while (from < values.size() && !playback.isClosed()) {
            final int to = endOfInstant(values, from);
            final List<ShdrRecording.Timed> instant = values.subList(from, to);
            playback.passTo(instant.get(0).timeNs());
            machines.forEach((machine, facts) -> tellInstant(machine, facts, instant, playback));
            from = to;
            if (from - toldAt >= VALUES_A_PROGRESS) {
                toldAt = from;
                playback.progress(Phase.TELLING, from, values.size(), recording.lines());
            }
        }
    }

    private static int endOfInstant(final List<ShdrRecording.Timed> values, final int from) {
        int to = from + 1;
        while (to < values.size() && values.get(to).timeNs() == values.get(from).timeNs()) {
            to++;
        }
        return to;
    }

    private void tellInstant(
            final String machine,
            final MachineFacts machineFacts,
            final List<ShdrRecording.Timed> instant,
            final Playback playback) {
        final Map<String, Signal> own = signals.getOrDefault(machine, Map.of());
        final List<Reading> readings = new ArrayList<>(instant.size());
        for (final ShdrRecording.Timed timed : instant) {
            final Signal signal = own.get(timed.value().key());
            if (signal == null) {
                continue;
            }
            final Reading reading = timed.value().reading(signal);
            final String fault = MachineFacts.fault(reading);
            if (fault.isEmpty()) {
                readings.add(reading);
            } else {
                playback.refuse(
                        new Refused(timed.origin(), Reason.IMPOSSIBLE_VALUE, fault, machine, bytes(timed.value())));
            }
        }
        final List<Fact> facts = machineFacts.of(readings);
        if (!facts.isEmpty()) {
            playback.say(Said.of(machine, instant.get(0).timeNs(), facts));
        }
    }

    private static byte[] bytes(final ShdrLine.Value value) {
        return (value.key() + "|" + value.text()).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Map<String, Signal>> signals(final List<ShdrMapping> mappings, final Set<String> known) {
        final List<String> faults = new ArrayList<>();
        final Map<String, Map<String, Signal>> signals = new LinkedHashMap<>();
        for (final ShdrMapping mapping : mappings) {
            if (!known.contains(mapping.machine())) {
                faults.add("machine " + mapping.machine() + " is not known: add it to the master data");
            }
            final Map<String, Signal> own = signals.computeIfAbsent(mapping.machine(), path -> new HashMap<>());
            for (final Signal signal : mapping.signals()) {
                if (own.put(signal.address(), signal) != null) {
                    faults.add("key " + signal.address() + " is mapped twice for " + mapping.machine() + ": keep one");
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("SHDR mapping: " + String.join("; ", faults));
        }
        return signals;
    }
}
