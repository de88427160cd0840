package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.UnknownEventException;

/** A block as it is stored. Stateless. */
public final class BlockCodec {
    private static final int FORMAT = 1;

    private BlockCodec() {}

    public static byte[] write(final Block block) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT).number(block.fromNs());
        PositionCodec.write(block.opening(), out);
        EntryCodec.write(block.entries(), out);
        return out.toBytes();
    }

    /** @throws io.millrace.core.binary.StateFormatException if it is broken; NewerVersionException if it is newer than this program */
    public static Block read(final byte[] bytes) {
        final BinaryReader in = new BinaryReader(bytes);
        in.format(FORMAT, "a block of a timeline");
        try {
            return new Block(in.number(), PositionCodec.read(in), EntryCodec.read(in));
        } catch (final UnknownEventException broken) {
            throw new StateFormatException("a block of a timeline holds what no version wrote: " + broken.getMessage());
        }
    }
}
