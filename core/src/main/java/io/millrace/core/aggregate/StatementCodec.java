package io.millrace.core.aggregate;

import io.millrace.core.aggregate.MachineBook.Standing;
import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.binary.StateFormatException;
import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.time.LocalDate;
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
        operation(interval.operation(), out);
        out.u8(interval.element().code()).text(interval.profile());
        planned(interval.planned(), interval.fromNs(), out);
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
                operation(in),
                TimeElement.of(in.u8()),
                in.text(),
                planned(fromNs, in),
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
        operation(stop.operation(), out);
        out.u8(stop.element().code()).flag(stop.micro());
        planned(stop.planned(), stop.fromNs(), out);
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
                operation(in),
                TimeElement.of(in.u8()),
                in.flag(),
                planned(fromNs, in),
                in.number(),
                in.flag());
        return new Standing(stop, in.number());
    }

    private static @Nullable ReasonCategory category(final int stored) {
        return stored == 0 ? null : ReasonCategory.values()[stored - 1];
    }

    public byte[] write(final Counted counted) {
        final BinaryWriter out = new BinaryWriter().u8(FORMAT).number(counted.fromNs());
        operation(counted.operation(), out);
        final Quantities units = counted.quantities();
        out.number(units.goodMilli()).number(units.scrapMilli()).number(units.reworkMilli());
        out.number(counted.runtimePerUnitNs());
        planned(counted.planned(), counted.fromNs(), out);
        return out.number(counted.asOfNs() - counted.fromNs()).toBytes();
    }

    public Counted counted(final byte[] stored) {
        final BinaryReader in = new BinaryReader(stored);
        in.format(FORMAT, "a stored count");
        final long fromNs = in.number();
        return new Counted(
                machine,
                operation(in),
                fromNs,
                new Quantities(in.number(), in.number(), in.number()),
                in.number(),
                planned(fromNs, in),
                fromNs + in.number());
    }

    private static void planned(final Planned planned, final long nearNs, final BinaryWriter out) {
        final Shift shift = planned.shift();
        out.flag(shift != null);
        if (shift != null) {
            out.text(shift.name()).number(shift.date().toEpochDay());
            out.number(shift.fromNs() - nearNs).number(shift.toNs() - nearNs);
        }
        out.flag(planned.scheduled()).flag(planned.isBreak()).text(planned.zone());
    }

    private static Planned planned(final long nearNs, final BinaryReader in) {
        final Shift shift = in.flag()
                ? new Shift(in.text(), LocalDate.ofEpochDay(in.number()), nearNs + in.number(), nearNs + in.number())
                : null;
        return new Planned(shift, in.flag(), in.flag(), in.text());
    }

    static void operation(final @Nullable OperationKey operation, final BinaryWriter out) {
        out.flag(operation != null);
        if (operation != null) {
            out.text(operation.order()).text(operation.operation());
        }
    }

    static @Nullable OperationKey operation(final BinaryReader in) {
        return in.flag() ? new OperationKey(in.text(), in.text()) : null;
    }
}
