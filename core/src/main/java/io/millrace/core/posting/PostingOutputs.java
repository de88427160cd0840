package io.millrace.core.posting;

/** Where an operation's posting account says what follows from what it took in. */
public interface PostingOutputs {
    void status(PostingStatus status);

    void moved(SiteChange change);

    void decided(ReturnDecision decision);

    void refused(Refused refused);

    /**
     * An answer that nothing could be done with.
     *
     * @param detail why, for people
     */
    record Refused(Answer answer, Why why, String detail) {}

    /** Why an answer was refused. */
    enum Why {
        /** No such confirmation has come, and none has for long. */
        UNKNOWN_CONFIRMATION,
        /** It is in the ERP, and its machine tells its quantity a second time. */
        POSTED_AFTER_RETURN
    }

    /**
     * An answer and where it was read.
     *
     * @param takenMs the record's time, milliseconds since the epoch
     */
    record Answer(Posting posting, int partition, long offset, long takenMs) {}
}
