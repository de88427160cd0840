package io.millrace.ingest.journal;

/** What a journal record holds. The code is written to disk: it is never given a new meaning. */
public enum RecordType {
    /** The encoded events of one message. */
    EVENTS(1),
    /** One dead letter, see {@link DeadLetterCodec}. */
    DEAD_LETTER(2);

    private final byte code;

    RecordType(final int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static RecordType of(final byte code) {
        return switch (code) {
            case 1 -> EVENTS;
            case 2 -> DEAD_LETTER;
            default ->
                throw new JournalException("journal record of type " + code
                        + " was written by a newer Millrace: read it with that one, or a later one");
        };
    }
}
