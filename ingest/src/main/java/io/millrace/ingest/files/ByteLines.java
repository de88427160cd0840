package io.millrace.ingest.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a plain or gzip file as bytes, so that what cannot be read can be kept as it was. A byte order mark is passed over.
 * One thread.
 */
public final class ByteLines implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final Path file;
    private final Counted raw;
    private final InputStream in;
    private final int maxBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private long number;
    private boolean cut;
    private String brokenBecause = "";

    /** @param maxBytes what is kept of a line at most */
    public ByteLines(final Path file, final int maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.raw = new Counted(Files.newInputStream(file));
        try {
            this.in = open(raw);
            passByteOrderMark();
        } catch (final IOException unreadable) {
            raw.close();
            throw unreadable;
        }
    }

    /**
     * Moves to the next line.
     *
     * @return false at the end of the file, also where a compressed file breaks off: see {@link #brokenBecause()}
     */
    public boolean next() throws IOException {
        line.reset();
        cut = false;
        try {
            return read();
        } catch (final EOFException | ZipException broken) {
            brokenBecause = "the file is broken behind this line (" + broken.getMessage() + "): copy it again";
            return false;
        }
    }

    private boolean read() throws IOException {
        int read = in.read();
        if (read < 0) {
            return false;
        }
        number++;
        while (read >= 0 && read != '\n') {
            if (line.size() < maxBytes) {
                line.write(read);
            } else {
                cut = true;
            }
            read = in.read();
        }
        return true;
    }

    /** Number of the current line, from 1. */
    public long number() {
        return number;
    }

    /** Where the current line is: file and number. */
    public String origin() {
        return file.getFileName() + ":" + number;
    }

    /** True if the current line was longer than allowed, and is kept only so far. */
    public boolean isCut() {
        return cut;
    }

    /** Why reading ended before the file's end, with the remedy; empty if it did not. What was read of the last line is still there. */
    public String brokenBecause() {
        return brokenBecause;
    }

    public byte[] bytes() {
        return line.toByteArray();
    }

    /** The current line as text without its end; what is no UTF-8 becomes the replacement character. */
    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    /** The current line as text without its end. */
    public String text(final Charset charset) {
        final String text = line.toString(charset);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Bytes of the file taken in so far, compressed if it is; runs ahead of the lines by a buffer. */
    public long bytesRead() {
        return raw.count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static InputStream open(final InputStream raw) throws IOException {
        final InputStream buffered = new BufferedInputStream(raw, BUFFER);
        buffered.mark(2);
        final boolean isGzip = buffered.read() == 0x1F && buffered.read() == 0x8B;
        buffered.reset();
        return isGzip ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER) : buffered;
    }

    private void passByteOrderMark() throws IOException {
        in.mark(BYTE_ORDER_MARK.length);
        try {
            for (final int expected : BYTE_ORDER_MARK) {
                if (in.read() != expected) {
                    in.reset();
                    return;
                }
            }
        } catch (final EOFException | ZipException broken) {
            // Found again, and told, by whoever asks for the first line.
            in.reset();
        }
    }

    private static final class Counted extends FilterInputStream {
        private volatile long count;

        Counted(final InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            final int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(final byte[] bytes, final int from, final int length) throws IOException {
            final int read = super.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
