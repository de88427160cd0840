package io.millrace.ingest.shdr.tcp;

import java.io.ByteArrayOutputStream;

/** Puts lines together from bytes as they come. What is longer than allowed is kept only so far. One thread. */
final class LineBuffer {
    interface Taker {
        /** @param isCut the line was longer */
        void take(byte[] line, boolean isCut);
    }

    private final int maxBytes;
    private final Taker taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean isCut;

    LineBuffer(final int maxBytes, final Taker taker) {
        this.maxBytes = maxBytes;
        this.taker = taker;
    }

    void add(final byte[] bytes, final int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                final byte[] whole = line.toByteArray();
                final boolean wasCut = isCut;
                clear();
                taker.take(whole, wasCut);
            } else if (line.size() < maxBytes) {
                line.write(bytes[i]);
            } else {
                isCut = true;
            }
        }
    }

    /** Forgets the beginning of a line whose end will not come. */
    void clear() {
        line.reset();
        isCut = false;
    }
}
