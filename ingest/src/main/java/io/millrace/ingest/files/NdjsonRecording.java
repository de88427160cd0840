package io.millrace.ingest.files;

import io.millrace.core.event.Event;
import io.millrace.ingest.files.Playback.Phase;
import io.millrace.ingest.files.Playback.Refused;
import io.millrace.ingest.files.Playback.Said;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.json.EntryReader;
import io.millrace.ingest.json.JsonFields;
import io.millrace.ingest.json.JsonKind;
import io.millrace.ingest.json.JsonLimits;
import io.millrace.ingest.json.JsonPayload;
import io.millrace.ingest.signal.StateTable;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Canonical JSON, an object a line, in the order of files and lines. An entry names its machine, its kind and its time: at the time
 * of the import nothing happened.
 */
public final class NdjsonRecording implements Recording {
    private static final int LINES_A_PROGRESS = 1_000;

    private final List<Path> files;
    private final FileLimits limits;
    private final JsonPayload json;
    private final EntryReader reader;

    /**
     * @param files plain or gzip
     * @param machines that are known; entries about others are dead letters
     */
    public NdjsonRecording(final List<Path> files, final Set<String> machines, final FileLimits limits) {
        this.files = List.copyOf(files);
        this.limits = limits;
        final JsonLimits usual = JsonLimits.DEFAULT;
        this.json = new JsonPayload(new JsonLimits(limits.lineBytes(), usual.depth(), 1, usual.textChars()));
        this.reader = new EntryReader("", "", machines);
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public Set<String> machines() {
        return Set.of();
    }

    @Override
    public void play(final Playback playback) throws IOException {
        long allBytes = 0;
        for (final Path file : files) {
            allBytes += Files.size(file);
        }
        long bytes = 0;
        long lines = 0;
        for (final Path file : files) {
            lines = play(file, playback, bytes, allBytes, lines);
            bytes += Files.size(file);
        }
        playback.progress(Phase.TELLING, allBytes, allBytes, lines);
    }

    private long play(
            final Path file, final Playback playback, final long bytes, final long allBytes, final long linesBefore)
            throws IOException {
        try (ByteLines lines = new ByteLines(file, limits.lineBytes())) {
            while (!playback.isClosed() && lines.next()) {
                take(lines, playback);
                if (lines.number() % LINES_A_PROGRESS == 0) {
                    playback.progress(Phase.TELLING, bytes + lines.bytesRead(), allBytes, linesBefore + lines.number());
                }
            }
            if (!lines.brokenBecause().isEmpty()) {
                refuse(lines, Reason.UNDECODABLE, lines.brokenBecause(), "", playback);
            }
            return linesBefore + lines.number();
        }
    }

    private void take(final ByteLines lines, final Playback playback) {
        if (lines.isCut()) {
            final String detail = "longer than " + limits.lineBytes() + " bytes: the letter keeps these";
            refuse(lines, Reason.TOO_LARGE, detail, "", playback);
            return;
        }
        final byte[] bytes = lines.bytes();
        if (isBlank(bytes)) {
            return;
        }
        String machine = "";
        try {
            final JsonFields fields = JsonFields.canonical(json.object(bytes));
            machine = fields.textOrEmpty("machine");
            playback.say(said(fields, playback.latestNs()));
        } catch (final EntryFault fault) {
            refuse(lines, fault.reason(), fault.detail(), machine, playback);
        }
    }

    private Said said(final JsonFields fields, final long latestNs) {
        final EntryReader.Subject subject = new EntryReader.Subject(
                fields.requiredText("machine"), fields.word("kind", JsonKind.class, null), StateTable.PACKML);
        if (!fields.has("time")) {
            throw new EntryFault(
                    Reason.NO_SOURCE_TIME,
                    "time is missing: a line needs the time at which it happened, ISO-8601 or milliseconds since the epoch");
        }
        final Event event =
                reader.read(subject, fields, own -> own.isBlank() ? "" : own, new EntryReader.Arrival("", 0));
        if (event.head().sourceTimeNs() > latestNs) {
            throw new EntryFault(
                    Reason.IMPOSSIBLE_VALUE,
                    "time lies in the future, and with it all lines that follow would be too late: correct the line");
        }
        return new Said(
                event.head().machine(),
                event.head().sourceTimeNs(),
                event.head().sourceEventId(),
                event.head().correlationId(),
                List.of(event.fact()));
    }

    private static void refuse(
            final ByteLines lines,
            final Reason reason,
            final String detail,
            final String machine,
            final Playback playback) {
        playback.refuse(
                new Refused(lines.origin(), reason, "line " + lines.number() + ": " + detail, machine, lines.bytes()));
    }

    private static boolean isBlank(final byte[] text) {
        for (final byte each : text) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }
}
