package io.millrace.ingest.forward;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much a thread gives way to others where processors are few: Linux's word for it, which Java's priorities do not reach. */
final class Niceness {
    static final int LOW = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);
    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private Niceness() {}

    /** Lowers the calling thread, and those it starts from now on. Where that is not possible nothing happens. */
    static void lower() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            if (LibC.INSTANCE.setpriority(PRIO_PROCESS, CALLING_THREAD, LOW) != 0) {
                LOG.debug(
                        "the system does not let {} give way",
                        Thread.currentThread().getName());
            }
        } catch (final LinkageError e) {
            LOG.debug("{} cannot give way", Thread.currentThread().getName(), e);
        }
    }

    /** See setpriority(2): on Linux a niceness is a thread's. */
    private interface LibC extends Library {
        LibC INSTANCE = Native.load("c", LibC.class);

        int setpriority(int which, int who, int priority);
    }
}
