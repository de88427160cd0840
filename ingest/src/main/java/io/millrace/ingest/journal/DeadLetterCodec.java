package io.millrace.ingest.journal;

import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A dead letter's form in the journal: format (1 byte), time (8 bytes), then reason, source, origin, detail, machine, order, lot as
 * texts and the payload, each after its length (4 bytes). Stateless.
 */
public final class DeadLetterCodec {
    private static final byte FORMAT = 1;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int TIME_AT = 1;
    private static final int TEXTS_AT = TIME_AT + Long.BYTES;

    private DeadLetterCodec() {}

    /** @return the length in bytes; the buffer is expandable */
    public static int encode(final DeadLetter letter, final MutableDirectBuffer buffer) {
        buffer.putByte(0, FORMAT);
        buffer.putLong(TIME_AT, letter.timeNs(), ORDER);
        int at = TEXTS_AT;
        at = put(buffer, at, letter.reason().name());
        at = put(buffer, at, letter.source());
        at = put(buffer, at, letter.origin());
        at = put(buffer, at, letter.detail());
        at = put(buffer, at, letter.machine());
        at = put(buffer, at, letter.order());
        at = put(buffer, at, letter.lot());
        return put(buffer, at, letter.payload());
    }

    /** @throws JournalException if it was written by a newer program */
    public static DeadLetter decode(final DirectBuffer buffer, final int offset) {
        if (buffer.getByte(offset) != FORMAT) {
            throw new JournalException(
                    "dead letter of format " + buffer.getByte(offset) + " was written by a newer Millrace");
        }
        final Fields fields = new Fields(buffer, offset + TEXTS_AT);
        final Reason reason = reason(fields.text());
        return new DeadLetter(
                fields.text(),
                fields.text(),
                buffer.getLong(offset + TIME_AT, ORDER),
                reason,
                fields.text(),
                fields.text(),
                fields.text(),
                fields.text(),
                fields.bytes());
    }

    private static Reason reason(final String name) {
        try {
            return Reason.valueOf(name);
        } catch (final IllegalArgumentException e) {
            throw new JournalException("dead letter with reason " + name + " was written by a newer Millrace", e);
        }
    }

    private static int put(final MutableDirectBuffer buffer, final int at, final String text) {
        return put(buffer, at, text.getBytes(StandardCharsets.UTF_8));
    }

    private static int put(final MutableDirectBuffer buffer, final int at, final byte[] bytes) {
        buffer.putInt(at, bytes.length, ORDER);
        buffer.putBytes(at + Integer.BYTES, bytes);
        return at + Integer.BYTES + bytes.length;
    }

    private static final class Fields {
        private final DirectBuffer buffer;
        private int at;

        Fields(final DirectBuffer buffer, final int at) {
            this.buffer = buffer;
            this.at = at;
        }

        byte[] bytes() {
            final byte[] bytes = new byte[buffer.getInt(at, ORDER)];
            buffer.getBytes(at + Integer.BYTES, bytes);
            at += Integer.BYTES + bytes.length;
            return bytes;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }
}
