package io.millrace.core.aggregate;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.ledger.ToldCodec;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.machine.PlannedCodec;
import io.millrace.core.timeline.TimelineCodec;
import org.jspecify.annotations.Nullable;

/**
 * One machine's statements as bytes, without its name; enumerations without codes of their own by their ordinals, so they only grow at
 * the end. What reads throws {@link NewerVersionException} if a newer version wrote it, {@link StateFormatException} if it is broken.
 */
public final class StatementCodec {
    private static final int FORMAT = 1;

    private final String machine;

    public StatementCodec(final String machine) {
        this.machine = machine;
    }

    public byte[] write(final StateInterval interval) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        out.number(interval.fromNs()).number(interval.toNs() - interval.fromNs());
        out.u8(interval.state().code()).u8(interval.mode().code());
        out.text(interval.nativeState()).text(interval.reason());
        TimelineCodec.write(interval.operation(), out);
        out.u8(interval.element().code()).text(interval.profile());
        PlannedCodec.write(interval.planned(), out);
        out.flag(interval.open()).number(interval.revision()).flag(interval.withdrawn());
        return out.text(interval.because()).toBytes();
    }

    public StateInterval interval(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored interval");
        final long fromNs = in.number();
        return new StateInterval(
                machine,
                fromNs,
                fromNs + in.number(),
                MachineState.of(in.u8()),
                Mode.of(in.u8()),
                in.text(),
                in.text(),
                TimelineCodec.readOperation(in),
                TimeElement.of(in.u8()),
                in.text(),
                PlannedCodec.read(in),
                in.flag(),
                in.number(),
                in.flag(),
                in.text());
    }

    public byte[] write(final Standing standing) {
        final Stop stop = standing.stop();
        final BinaryWriter out = new BinaryWriter().u8(FORMAT);
        out.number(stop.fromNs()).number(stop.toNs() - stop.fromNs());
        out.u8(stop.state().code()).u8(stop.mode().code());
        out.text(stop.nativeState()).text(stop.reason());
        final ReasonCategory category = stop.category();
        out.u8(category == null ? 0 : category.ordinal() + 1);
        TimelineCodec.write(stop.operation(), out);
        out.u8(stop.element().code()).flag(stop.micro());
        PlannedCodec.write(stop.planned(), out);
        out.number(stop.revision()).flag(stop.withdrawn());
        return out.number(standing.downNs()).toBytes();
    }

    public Standing standing(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored stop");
        final long fromNs = in.number();
        final Stop stop = new Stop(
                machine,
                fromNs,
                fromNs + in.number(),
                MachineState.of(in.u8()),
                Mode.of(in.u8()),
                in.text(),
                in.text(),
                category(in.u8()),
                TimelineCodec.readOperation(in),
                TimeElement.of(in.u8()),
                in.flag(),
                PlannedCodec.read(in),
                in.number(),
                in.flag());
        return new Standing(stop, in.number());
    }

    private static @Nullable ReasonCategory category(final int stored) {
        return stored == 0 ? null : ReasonCategory.values()[stored - 1];
    }

    public byte[] write(final Counted counted) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT).number(counted.fromNs());
        TimelineCodec.write(counted.operation(), out);
        ToldCodec.quantities(counted.quantities(), out);
        out.number(counted.runtimePerUnitNs());
        PlannedCodec.write(counted.planned(), out);
        return out.number(counted.asOfNs() - counted.fromNs()).toBytes();
    }

    public Counted counted(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored count");
        final long fromNs = in.number();
        return new Counted(
                machine,
                TimelineCodec.readOperation(in),
                fromNs,
                ToldCodec.quantities(in),
                in.number(),
                PlannedCodec.read(in),
                fromNs + in.number());
    }
}
