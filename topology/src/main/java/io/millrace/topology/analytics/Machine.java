package io.millrace.topology.analytics;

import io.millrace.core.aggregate.MachineFigures;
import io.millrace.core.aggregate.Progress;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** A machine with its figures, decoded. On the task's thread only. */
final class Machine {
    private final MachineStore book;
    private final Progress progress;
    private final MachineFigures figures;

    Machine(final KeyValueStore<Bytes, byte[]> store, final String path) {
        book = new MachineStore(store, path);
        progress = book.progress();
        figures = new MachineFigures(path, progress, book);
    }

    MachineFigures figures() {
        return figures;
    }

    /** Writes all that is newer in memory. */
    void write() {
        book.write(progress);
    }
}
