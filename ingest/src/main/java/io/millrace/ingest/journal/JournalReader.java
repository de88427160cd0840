package io.millrace.ingest.journal;

import org.jspecify.annotations.Nullable;

/** Follows a journal, record by record. Belongs to one thread at a time. */
public interface JournalReader extends AutoCloseable {
    /**
     * The next intact record. A damaged one is put into quarantine, counted, logged and passed.
     *
     * @return valid until the next call; null if there is none yet
     * @throws JournalException if a record was written by a newer program
     */
    @Nullable
    JournalRecord next();

    @Override
    void close();
}
