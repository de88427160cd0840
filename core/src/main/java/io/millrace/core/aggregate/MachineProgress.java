package io.millrace.core.aggregate;

import java.util.SortedMap;
import java.util.TreeMap;

/** How far a machine's figures have come. Not thread-safe. */
public final class MachineProgress {
    public static final long NEVER = Long.MIN_VALUE;

    /** Newest time in anything the machine's account said. */
    public long newestNs = NEVER;
    /** What it was when finished periods were last looked for. */
    public long sweptNs = NEVER;
    /** What it was when figures were last said. */
    public long saidNs = NEVER;
    /** Timestamp of the record that was heard last. */
    public long heardMs = NEVER;
    /** Figures that changed since they were said, by name. */
    public final SortedMap<String, CellId> unsaid = new TreeMap<>();
}
