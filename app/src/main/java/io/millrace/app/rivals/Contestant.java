package io.millrace.app.rivals;

import java.nio.file.Path;
import java.util.List;

/** Somebody who does the job. */
interface Contestant {
    /** In lower case, with dashes: of {@code --only}, of folders, of the table. */
    String name();

    /** Product and version. */
    String title();

    Wire wire();

    /** What it promises, in its own terms. */
    String guarantee();

    /**
     * Starts it; returns when it takes load.
     *
     * @param turn name of this turn: nobody else's, also for client ids and topics
     * @param folder for its data and logs, its own
     * @throws io.millrace.app.exit.Failure if it does not start, with the reason
     */
    Running start(Brokers brokers, String turn, Path folder) throws Exception;

    /** A new account of what is sent and comes of it. */
    Account account(String turn, int machines);

    /** Its processes while it has its turn. */
    interface Running extends AutoCloseable {
        /** Where its records come. */
        String topic();

        List<Long> pids();

        /** @throws io.millrace.app.exit.Failure if a process has ended that should not have */
        void check();

        @Override
        void close();
    }
}
