package io.millrace.ingest.journal;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;

/** What tests of the journal and of those behind it share: small journals, events, and a plain way to read them back. */
public final class JournalKit {
    public static final long START_NS = 1_800_000_000_000_000_000L;
    public static final JournalSettings SMALL =
            new JournalSettings("FAST_HOURLY", 1 << 20, SyncPolicy.PROCESS, 2 << 20);

    private JournalKit() {}

    /** A record as it was read, kept. */
    public record Entry(long position, RecordType type, List<Event> events) {}

    public static AtomicLong clock() {
        return new AtomicLong(START_NS);
    }

    public static ChronicleJournal open(final Path root) {
        return open(root, clock());
    }

    public static ChronicleJournal open(final Path root, final AtomicLong clockNs) {
        return ChronicleJournal.open(root, SMALL, clockNs::get, System::nanoTime);
    }

    public static Event reading(final String machine, final long value) {
        return new Event(
                EventHead.of("gw", "source", machine, START_NS, START_NS),
                new Fact.CounterReading(Measure.GOOD, false, value));
    }

    /** Fills a group with readings of these values. */
    public static JournalGroup group(final Journal journal, final String machine, final long... values) {
        final JournalGroup group = new JournalGroup(journal.maxGroupBytes());
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final EventEncoder encoder = new EventEncoder();
        group.begin(RecordType.EVENTS);
        for (final long value : values) {
            group.add(buffer, 0, encoder.encode(reading(machine, value), buffer, 0));
        }
        return group;
    }

    /** A group of one event. */
    public static JournalGroup group(final Journal journal, final Event event) {
        final JournalGroup group = new JournalGroup(journal.maxGroupBytes());
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        group.begin(RecordType.EVENTS);
        group.add(buffer, 0, new EventEncoder().encode(event, buffer, 0));
        return group;
    }

    public static List<Entry> readAll(final Journal journal) {
        return readAll(journal, 0);
    }

    public static List<Entry> readAll(final Journal journal, final long after) {
        try (JournalReader reader = journal.reader(after)) {
            return readAll(journal, reader);
        }
    }

    /** Reads until the reader has passed the journal's end. */
    public static List<Entry> readAll(final Journal journal, final JournalReader reader) {
        final List<Entry> entries = new ArrayList<>();
        final EventDecoder decoder = new EventDecoder();
        while (reader.position() < journal.lastPosition()) {
            final JournalRecord record = reader.next();
            if (record != null) {
                final List<Event> events = new ArrayList<>();
                if (record.type() == RecordType.EVENTS) {
                    record.forEach((index, buffer, offset, length) -> events.add(decoder.decode(buffer, offset)));
                }
                entries.add(new Entry(record.position(), record.type(), events));
            }
        }
        return entries;
    }

    /** The event as it comes back from a journal. */
    public static Event reread(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        new EventEncoder().encode(event, buffer, 0);
        return new EventDecoder().decode(buffer, 0);
    }

    public static long value(final Event event) {
        return ((Fact.CounterReading) event.fact()).valueMilli();
    }

    /** The values of all readings, in the order of the journal. */
    public static List<Long> values(final List<Entry> entries) {
        return entries.stream()
                .flatMap(e -> e.events().stream())
                .map(JournalKit::value)
                .toList();
    }

    /** Where a record starts, behind Chronicle's length word; -1 if it is not among these bytes of a file. */
    public static int offsetOf(final byte[] file, final long position) {
        final ByteBuffer bytes = ByteBuffer.wrap(file).order(RecordLayout.ORDER);
        for (int i = 0; i < file.length - RecordLayout.HEADER_BYTES; i += 4) {
            if (bytes.getShort(i) == RecordLayout.MAGIC && bytes.getLong(i + 8) == position) {
                return i;
            }
        }
        return -1;
    }

    public static List<Path> files(final Path root) {
        try (Stream<Path> files = Files.walk(root.resolve("queue"))) {
            return files.filter(f -> f.toString().endsWith(".cq4")).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
