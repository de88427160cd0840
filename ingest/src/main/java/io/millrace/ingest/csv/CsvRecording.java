package io.millrace.ingest.csv;

import io.millrace.ingest.csv.CsvMapping.Rows;
import io.millrace.ingest.csv.RowReader.Item;
import io.millrace.ingest.files.FileLimits;
import io.millrace.ingest.files.Playback;
import io.millrace.ingest.files.Playback.Phase;
import io.millrace.ingest.files.Playback.Refused;
import io.millrace.ingest.files.Recording;
import io.millrace.ingest.json.EntryFault;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CSV files by a mapping: put in order by time, or as they come. */
public final class CsvRecording implements Recording {
    private static final Logger LOG = LoggerFactory.getLogger(CsvRecording.class);
    private static final int ROWS_A_PROGRESS = 1_000;

    private final List<Path> files;
    private final CsvMapping mapping;
    private final Set<String> known;
    private final FileLimits limits;

    /**
     * @param files plain or gzip
     * @param known machines of the master data
     * @throws IllegalArgumentException naming every mapped machine that is not known
     */
    public CsvRecording(
            final List<Path> files, final CsvMapping mapping, final Set<String> known, final FileLimits limits) {
        this.files = List.copyOf(files);
        this.mapping = mapping;
        this.known = Set.copyOf(known);
        this.limits = limits;
        final List<String> unknown =
                machines().stream().filter(machine -> !known.contains(machine)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "CSV mapping: not known: " + String.join(", ", unknown) + ": add them to the master data");
        }
    }

    @Override
    public List<Path> files() {
        return files;
    }

    @Override
    public Set<String> machines() {
        final Rows rows = mapping.rows();
        final Stream<String> machines = rows instanceof Rows.Wide wide
                ? wide.machines().stream().map(CsvMachine::machine)
                : rows instanceof Rows.Tall tall
                        ? tall.machines().stream().map(CsvMachine::machine)
                        : ((Rows.Events) rows).events().stream().map(CsvEvent::machine);
        return machines.collect(LinkedHashSet::new, Set::add, Set::addAll);
    }

    @Override
    public void play(final Playback playback) throws IOException {
        final RowReader reader = new RowReader(mapping, known);
        final Instants instants = new Instants(playback);
        if (mapping.isSorted()) {
            final List<Item> items = new ArrayList<>();
            final long lines = readAll(reader, playback, Phase.READING, item -> keep(items, item));
            items.sort(Comparator.comparingLong(Item::timeNs));
            tell(items, instants, playback, lines);
        } else {
            readAll(reader, playback, Phase.TELLING, instants::add);
        }
        instants.tell();
        if (!reader.unmetTags().isEmpty() && !playback.isClosed()) {
            LOG.warn(
                    "no row has one of these tags of the mapping: {}; are they written so in the file?",
                    reader.unmetTags());
        }
    }

    private void keep(final List<Item> items, final Item item) {
        if (items.size() >= limits.values()) {
            throw new TooMany();
        }
        items.add(item);
    }

    private static void tell(
            final List<Item> items, final Instants instants, final Playback playback, final long lines) {
        for (int i = 0; i < items.size() && !playback.isClosed(); i++) {
            instants.add(items.get(i));
            if (i % ROWS_A_PROGRESS == 0) {
                playback.progress(Phase.TELLING, i, items.size(), lines);
            }
        }
        playback.progress(Phase.TELLING, items.size(), items.size(), lines);
    }

    private long readAll(final RowReader reader, final Playback playback, final Phase phase, final Consumer<Item> items)
            throws IOException {
        long allBytes = 0;
        for (final Path file : files) {
            allBytes += Files.size(file);
        }
        long bytes = 0;
        long lines = 0;
        for (final Path file : files) {
            try (CsvRows rows = new CsvRows(file, mapping.format(), limits)) {
                read(file, rows, reader, playback, new Stretch(phase, bytes, allBytes, lines), items);
                lines += rows.linesRead();
            } catch (final TooMany many) {
                throw new IOException(
                        file + ": more than " + limits.values()
                                + " values, which are put in order in memory: import fewer files at once, or write"
                                + " order: file if they are in the order of time",
                        many);
            }
            bytes += Files.size(file);
        }
        playback.progress(phase, allBytes, allBytes, lines);
        return lines;
    }

    /** Where one file lies among all. */
    private record Stretch(Phase phase, long bytesBefore, long allBytes, long linesBefore) {}

    private void read(
            final Path file,
            final CsvRows rows,
            final RowReader reader,
            final Playback playback,
            final Stretch stretch,
            final Consumer<Item> items)
            throws IOException {
        final CsvColumns columns = columns(file, rows, reader);
        long count = 0;
        CsvRows.Row row = rows.next();
        while (row != null && !playback.isClosed()) {
            take(row, columns, reader, playback, items);
            if (++count % ROWS_A_PROGRESS == 0) {
                playback.progress(
                        stretch.phase,
                        stretch.bytesBefore + rows.bytesRead(),
                        stretch.allBytes,
                        stretch.linesBefore + rows.linesRead());
            }
            row = rows.next();
        }
    }

    private CsvColumns columns(final Path file, final CsvRows rows, final RowReader reader) throws IOException {
        if (!mapping.format().hasHeader()) {
            return CsvColumns.numbered(file, reader.columns());
        }
        final CsvRows.Row header = rows.next();
        if (header == null || header.reason() != null) {
            throw new IOException(file + ": the header cannot be read ("
                    + (header == null ? "the file is empty" : header.detail()) + ")");
        }
        return CsvColumns.named(file, header.fields(), reader.columns());
    }

    private static void take(
            final CsvRows.Row row,
            final CsvColumns columns,
            final RowReader reader,
            final Playback playback,
            final Consumer<Item> items) {
        final Reason reason = row.reason();
        if (reason != null) {
            playback.refuse(new Refused(row.origin(), reason, row.detail(), "", row.bytes()));
            return;
        }
        try {
            reader.read(
                            row.fields(),
                            columns,
                            playback.latestNs(),
                            (machine, fault) -> refuse(row, machine, fault, playback))
                    .forEach(items);
        } catch (final EntryFault fault) {
            refuse(row, "", fault, playback);
        }
    }

    private static void refuse(
            final CsvRows.Row row, final String machine, final EntryFault fault, final Playback playback) {
        playback.refuse(new Refused(row.origin(), fault.reason(), fault.detail(), machine, row.bytes()));
    }

    /** Carries no stack trace: it only leaves the reading. */
    private static final class TooMany extends RuntimeException {
        TooMany() {
            super("too many values", null, false, false);
        }
    }
}
