package io.millrace.ingest.shdr;

import io.millrace.ingest.files.ByteLines;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.shdr.ShdrRecording.Fault;
import io.millrace.ingest.shdr.ShdrRecording.Timed;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads one file into the lists of a recording and finds its snapshot. Used once, by one thread. */
final class ShdrFileReader {
    private static final long SNAPSHOT_JUMP_NS = TimeUnit.HOURS.toNanos(1);
    private static final String MULTILINE = "--multiline--";

    private final Path file;
    private final Set<String> keys;
    private final FileLimits limits;
    private final List<Timed> values;
    private final List<Fault> faults;
    private final int firstValue;

    /** Keys of the leading lines; empty again when one has come a second time. */
    private final Set<String> leadingKeys = new HashSet<>();

    private boolean leading = true;
    private long leadingNs = Long.MAX_VALUE;
    private int snapshotEnd;
    private long firstLiveNs;
    private long firstNs = Long.MAX_VALUE;
    private long lastNs;
    /** The end mark of the multi-line asset that is being passed over, empty outside of one. */
    private String assetEnd = "";

    private Fault assetStart = new Fault("", Reason.UNDECODABLE, "", new byte[0]);

    ShdrFileReader(
            final Path file,
            final Set<String> keys,
            final FileLimits limits,
            final List<Timed> values,
            final List<Fault> faults) {
        this.file = file;
        this.keys = keys;
        this.limits = limits;
        this.values = values;
        this.faults = faults;
        this.firstValue = values.size();
        this.snapshotEnd = firstValue;
    }

    /** @return lines read */
    long read() throws IOException {
        try (ByteLines lines = new ByteLines(file, limits.lineBytes())) {
            while (lines.next()) {
                take(lines);
            }
            if (!lines.brokenBecause().isEmpty()) {
                faults.add(new Fault(lines.origin(), Reason.UNDECODABLE, lines.brokenBecause(), lines.bytes()));
            }
            if (!assetEnd.isEmpty()) {
                faults.add(assetStart);
            }
            placeSnapshot();
            return lines.number();
        }
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }

    private void take(final ByteLines lines) throws IOException {
        final String text = lines.text();
        if (lines.isCut() && assetEnd.isEmpty()) {
            fault(
                    lines,
                    Reason.TOO_LARGE,
                    "line is longer than " + limits.lineBytes() + " bytes: the letter keeps these");
        } else if (!assetEnd.isEmpty()) {
            takeAssetLine(lines, text);
        } else if (!text.isBlank() && text.charAt(0) != '*') {
            // A star opens a word between adapter and agent, not an observation.
            takeObservations(lines, text);
        }
    }

    private void takeAssetLine(final ByteLines lines, final String text) throws IOException {
        if (text.equals(assetEnd)) {
            assetEnd = "";
            return;
        }
        try {
            ShdrParser.parse(text);
        } catch (final ShdrSyntaxException ofTheAsset) {
            return;
        }
        // Observations again: the asset's end is missing, and must not swallow the rest of the file.
        assetEnd = "";
        faults.add(assetStart);
        takeObservations(lines, text);
    }

    private void takeObservations(final ByteLines lines, final String text) throws IOException {
        try {
            final ShdrLine line = ShdrParser.parse(text);
            if (line.isAsset()) {
                beginAsset(lines, text);
                return;
            }
            followSnapshot(line);
            firstNs = Math.min(firstNs, line.timeNs());
            lastNs = Math.max(lastNs, line.timeNs());
            if (keys.contains(line.dangling())) {
                fault(lines, Reason.UNDECODABLE, "key " + line.dangling() + " has no value: the line seems cut off");
            }
            for (final ShdrLine.Value value : line.values()) {
                if (keys.contains(value.key())) {
                    add(new Timed(line.timeNs(), lines.origin(), value));
                }
            }
        } catch (final ShdrSyntaxException noShdr) {
            fault(lines, Reason.UNDECODABLE, String.valueOf(noShdr.getMessage()));
        }
    }

    private void beginAsset(final ByteLines lines, final String text) {
        final int at = text.lastIndexOf('|') + 1;
        if (text.startsWith(MULTILINE, at)) {
            assetEnd = text.substring(at);
            assetStart = new Fault(
                    lines.origin(),
                    Reason.UNDECODABLE,
                    "the multi-line asset that begins here has no end " + assetEnd,
                    lines.bytes());
        }
    }

    private void followSnapshot(final ShdrLine line) {
        if (!leading) {
            return;
        }
        if (leadingNs != Long.MAX_VALUE && line.timeNs() - leadingNs >= SNAPSHOT_JUMP_NS) {
            snapshotEnd = values.size();
            firstLiveNs = line.timeNs();
            // What lies before counts from here on only.
            firstNs = line.timeNs();
        }
        leadingNs = leadingNs == Long.MAX_VALUE ? line.timeNs() : Math.max(leadingNs, line.timeNs());
        for (final ShdrLine.Value value : line.values()) {
            leading &= leadingKeys.add(value.key());
        }
        if (!leading) {
            leadingKeys.clear();
        }
    }

    private void placeSnapshot() {
        for (int i = firstValue; i < snapshotEnd; i++) {
            final Timed old = values.get(i);
            values.set(i, new Timed(firstLiveNs, old.origin(), old.value()));
        }
    }

    private void add(final Timed value) throws IOException {
        if (values.size() >= limits.values()) {
            throw new IOException(
                    file + ": more than " + limits.values()
                            + " mapped values, which are put in order in memory: import fewer files at once, or raise the limit");
        }
        values.add(value);
    }

    private void fault(final ByteLines lines, final Reason reason, final String detail) {
        faults.add(new Fault(lines.origin(), reason, "line " + lines.number() + ": " + detail, lines.bytes()));
    }
}
