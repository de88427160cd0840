package io.millrace.ingest.files;

import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.List;

/** Whom a {@link Recording} is told to, in its order. One thread. */
public interface Playback {
    /**
     * What was recorded of one machine at one instant; becomes one message.
     *
     * @param timeNs nanoseconds since the epoch (UTC)
     * @param eventId the source's own id, empty if it has none
     * @param correlationId empty if none
     * @param facts at least one
     */
    record Said(String machine, long timeNs, String eventId, String correlationId, List<Fact> facts) {
        public Said {
            facts = List.copyOf(facts);
        }

        public static Said of(final String machine, final long timeNs, final List<Fact> facts) {
            return new Said(machine, timeNs, "", "", facts);
        }
    }

    /**
     * What could not be taken.
     *
     * @param origin file and line
     * @param machine where known, otherwise empty
     * @param bytes as they were in the file; not copied
     */
    record Refused(String origin, Reason reason, String detail, String machine, byte[] bytes) {}

    enum Phase {
        /** Files are read and put in order; nothing is told yet. */
        READING,
        TELLING
    }

    void say(Said said);

    void refuse(Refused refused);

    /** Lets the recording's time pass up to an instant at which nothing was said, or nothing that counts. */
    void passTo(long timeNs);

    /** Nothing recorded can be later than this, nanoseconds since the epoch: it would put all that follows days behind. */
    long latestNs();

    /** Tells how far it is, as often as it likes. */
    void progress(Phase phase, long done, long all, long lines);

    /** True once there is no use in going on. */
    boolean isClosed();
}
