package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.UnknownEventException;

/** The part of a timeline that is kept with the machine's head. Stateless. */
public final class TimelineCodec {
    private TimelineCodec() {}

    public static void write(final Timeline timeline, final BinaryWriter out) {
        EntryCodec.write(timeline.tail(), out);
        PositionCodec.write(timeline.flushed(), out);
        PositionCodec.write(timeline.now(), out);
        out.number(timeline.flushedUpToNs());
    }

    public static Timeline read(final BinaryReader in) {
        try {
            return new Timeline(EntryCodec.read(in), PositionCodec.read(in), PositionCodec.read(in), in.number());
        } catch (final UnknownEventException broken) {
            throw new StateFormatException("a timeline holds what no version wrote: " + broken.getMessage());
        }
    }
}
