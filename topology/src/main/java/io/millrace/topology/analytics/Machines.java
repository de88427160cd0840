package io.millrace.topology.analytics;

import io.millrace.core.aggregate.MachineFigures;
import io.millrace.core.aggregate.Progress;
import io.millrace.topology.store.WriteBehindStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** The machines of one task that were heard of last, decoded in memory; written to the store before each commit. On the task's thread only. */
final class Machines {
    /** A machine with its figures. */
    static final class Machine {
        private final Progress progress;
        private final MachineStore book;
        private final MachineFigures figures;
        private boolean isUnwritten;

        private Machine(final String path, final MachineStore book) {
            this.book = book;
            progress = book.progress();
            figures = new MachineFigures(path, progress, book);
        }

        MachineFigures figures() {
            return figures;
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Machine> known;
    private final List<Machine> unwritten = new ArrayList<>();

    /** @param atMost machines kept in memory; the others are read from the store when they are heard of */
    Machines(final WriteBehindStore<Bytes> machines, final int atMost) {
        store = machines.entries();
        known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(final Map.Entry<String, Machine> eldest) {
                if (size() > atMost) {
                    write(eldest.getValue());
                    return true;
                }
                return false;
            }
        };
        machines.beforeCommit(this::writeAll);
    }

    /** @return the machine, whose figures are going to change: they are written before the next commit */
    Machine change(final String path) {
        Machine machine = known.get(path);
        if (machine == null) {
            machine = new Machine(path, new MachineStore(store, path));
            known.put(path, machine);
        }
        if (!machine.isUnwritten) {
            machine.isUnwritten = true;
            unwritten.add(machine);
        }
        return machine;
    }

    private void writeAll() {
        unwritten.forEach(this::write);
        unwritten.clear();
    }

    private void write(final Machine machine) {
        if (machine.isUnwritten) {
            machine.isUnwritten = false;
            machine.book.write(machine.progress);
        }
    }
}
