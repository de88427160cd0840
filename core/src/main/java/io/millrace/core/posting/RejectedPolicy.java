package io.millrace.core.posting;

/** What happens to a confirmation that the ERP refused. */
public enum RejectedPolicy {
    /** Its quantity is pending at its machine again, and is told with a new confirmation. */
    RETURN,
    /** It stays listed until it is posted after all. */
    PARK
}
