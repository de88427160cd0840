package io.millrace.ingest.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds records in one file of the journal by their own magic, length and checksum. Chronicle's readers trust the length in front
 * of a document: one flipped bit there ends the JVM, one in its flags stops the reader for good. This scan steps over anything
 * that is not an intact record. Belongs to one thread.
 */
final class RecordScan implements AutoCloseable {
    private static final int STEP = 4;
    private static final int MIN_READ = 4 * 1024;
    private static final int MAX_READ = 128 * 1024;
    private static final int SEARCH_DOWN_TO = 256 * 1024;
    private static final int MAX_SKIPPED = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final int maxRecordBytes;
    private ByteBuffer window = ByteBuffer.allocateDirect(MAX_READ);
    private final UnsafeBuffer view = new UnsafeBuffer(window);
    private long windowAt;
    private int windowLength;
    private int readAhead = MIN_READ;
    private long at;
    private long foundAt;
    private long searchedFrom;

    RecordScan(final Path file, final int maxRecordBytes) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.maxRecordBytes = maxRecordBytes;
    }

    Path file() {
        return file;
    }

    /**
     * Copies the next intact record.
     *
     * @return false if there is none between here and the end of the file as it is now; asked again, it looks at the same place
     */
    boolean next(final JournalRecord into) throws IOException {
        searchedFrom = at;
        if (isRecordAt(at + STEP, into)) {
            return true;
        }
        // What was read ahead may be older than what is there now.
        windowLength = 0;
        long offset = at;
        while (covers(offset, RecordLayout.HEADER_BYTES)) {
            if (isRecordAt(offset, into)) {
                return true;
            }
            offset += STEP;
        }
        readAhead = MIN_READ;
        return false;
    }

    /** True if something that begins like a record stands behind the one found last: torn, or damaged. */
    boolean hasRemains() throws IOException {
        windowLength = 0;
        final long end = at + maxRecordBytes;
        for (long offset = at; offset < end && covers(offset, RecordLayout.HEADER_BYTES); offset += STEP) {
            if (RecordLayout.claimedLength(view, (int) (offset - windowAt), maxRecordBytes) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** What was stepped over before the record found last, at most 64 kB of it. */
    byte[] skipped() throws IOException {
        final byte[] bytes = new byte[(int) Math.min(MAX_SKIPPED, Math.max(0, foundAt - STEP - searchedFrom))];
        channel.read(ByteBuffer.wrap(bytes), searchedFrom);
        return bytes;
    }

    /** Goes to a place at or before the first record behind a position, by bisection: positions rise within a file. */
    void seek(final long afterPosition, final JournalRecord probe) throws IOException {
        long low = 0;
        long high = channel.size();
        while (high - low > SEARCH_DOWN_TO) {
            final long middle = (low + high) / 2 & -STEP;
            goTo(middle);
            if (next(probe) && probe.position() <= afterPosition) {
                low = middle;
            } else {
                high = middle;
            }
        }
        goTo(low);
    }

    private void goTo(final long offset) {
        at = offset;
        windowLength = 0;
    }

    private boolean isRecordAt(final long offset, final JournalRecord into) throws IOException {
        if (!covers(offset, RecordLayout.HEADER_BYTES)) {
            return false;
        }
        final int length = RecordLayout.claimedLength(view, (int) (offset - windowAt), maxRecordBytes);
        if (length < 0 || !covers(offset, length)) {
            return false;
        }
        final int inWindow = (int) (offset - windowAt);
        if (!RecordLayout.isIntact(view, window, inWindow, length)) {
            return false;
        }
        RecordLayout.checkFormat(view, inWindow);
        into.copyFrom(view, inWindow, length);
        foundAt = offset;
        at = offset + length;
        return true;
    }

    private boolean covers(final long offset, final int length) throws IOException {
        if (offset < windowAt || offset + length > windowAt + windowLength) {
            load(offset, length);
        }
        return offset + length <= windowAt + windowLength;
    }

    private void load(final long offset, final int length) throws IOException {
        final boolean goesOn = windowLength > 0 && offset > windowAt;
        readAhead = goesOn ? Math.min(MAX_READ, 2 * readAhead) : MIN_READ;
        final int wanted = Math.max(length, readAhead);
        if (wanted > window.capacity()) {
            window = ByteBuffer.allocateDirect(Integer.highestOneBit(wanted - 1) << 1);
            view.wrap(window);
        }
        window.clear().limit(wanted);
        while (window.hasRemaining() && channel.read(window, offset + window.position()) >= 0) {
            // as far as the file goes
        }
        windowAt = offset;
        windowLength = window.position();
        window.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
