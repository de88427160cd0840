package io.millrace.ingest.ring;

import org.agrona.DirectBuffer;

/** Numbers the events of each machine from 1, within one incarnation. Belongs to the journalling thread; allocates once a machine. */
final class MachineNumbers {
    private final MachineTable<long[]> numbers = new MachineTable<>(() -> new long[1]);

    /** The next number of the machine whose path (UTF-8) stands in the buffer. */
    long next(final DirectBuffer buffer, final int offset, final int length) {
        return ++numbers.get(buffer, offset, length)[0];
    }
}
