package io.millrace.ingest.shdr;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The lines of a plain or gzip file as bytes, so that what cannot be read can be kept as it was. One thread. */
final class ByteLines implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int maxBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private long number;
    private boolean cut;

    ByteLines(final Path file, final int maxBytes) throws IOException {
        this.in = open(file);
        this.maxBytes = maxBytes;
    }

    /** Moves to the next line. @return false at the end of the file */
    boolean next() throws IOException {
        line.reset();
        cut = false;
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
    long number() {
        return number;
    }

    /** True if the current line was longer than allowed, and is kept only so far. */
    boolean isCut() {
        return cut;
    }

    byte[] bytes() {
        return line.toByteArray();
    }

    /** The current line as text without its end; what is no UTF-8 becomes the replacement character. */
    String text() {
        final String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static InputStream open(final Path file) throws IOException {
        final InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            final boolean isGzip = raw.read() == 0x1F && raw.read() == 0x8B;
            raw.reset();
            return isGzip ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
        } catch (final IOException unreadable) {
            raw.close();
            throw unreadable;
        }
    }
}
