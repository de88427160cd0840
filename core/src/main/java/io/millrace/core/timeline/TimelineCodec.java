package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.UnknownEventException;
import io.millrace.core.plant.OperationKey;
import org.jspecify.annotations.Nullable;

/** The part of a timeline that is kept with the machine's head. Stateless. */
public final class TimelineCodec {
    private TimelineCodec() {}

    public static void write(final Timeline timeline, final BinaryWriter out) {
        timeline.writeTail(out);
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

    public static void write(final Changes.Span span, final BinaryWriter out) {
        out.number(span.fromNs()).number(span.toNs());
        PositionCodec.content(span.situation().content(), out);
        EntryCodec.operation(span.situation().operation(), out);
        out.flag(span.situation().producing());
    }

    public static Changes.Span readSpan(final BinaryReader in) {
        return new Changes.Span(
                in.number(),
                in.number(),
                new Situation(PositionCodec.content(in), EntryCodec.operation(in), in.flag()));
    }

    public static void write(final @Nullable OperationKey operation, final BinaryWriter out) {
        EntryCodec.operation(operation, out);
    }

    public static @Nullable OperationKey readOperation(final BinaryReader in) {
        return EntryCodec.operation(in);
    }
}
