package io.millrace.ingest.fault;

import java.util.concurrent.locks.LockSupport;

/** Where a gateway may be when it dies. */
enum Step {
    /** Offered by its source, not yet appended. */
    RECEIVE,
    APPEND,
    SYNC,
    ACKNOWLEDGE,
    /** Nowhere: it lives on. */
    NONE;

    /** What the process says when it stands there. */
    static final String STANDING = "standing";

    /** If this is the step, says so and stays there until it is killed. */
    void standAt(final Step reached, final boolean isNow) {
        if (this == reached && isNow) {
            System.out.println(STANDING);
            while (true) {
                LockSupport.park();
            }
        }
    }
}
