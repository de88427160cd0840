package io.millrace.core.timeline;

import java.util.List;

/**
 * A piece of a machine's older timeline.
 *
 * @param fromNs its key: no entry of it is earlier, and no entry of an earlier block is at or after it
 * @param opening what was in force before its first entry
 * @param entries sorted by {@link Entry#ORDER}
 */
public record Block(long fromNs, Position opening, List<Entry> entries) {}
