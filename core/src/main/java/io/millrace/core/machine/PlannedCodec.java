package io.millrace.core.machine;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.calendar.Shift;
import io.millrace.core.machine.Outputs.Planned;
import java.time.LocalDate;

/** What the calendar said, as bytes. Stateless. */
public final class PlannedCodec {
    private PlannedCodec() {}

    public static void write(final Planned planned, final BinaryWriter out) {
        final Shift shift = planned.shift();
        out.flag(shift != null);
        if (shift != null) {
            out.text(shift.name()).number(shift.date().toEpochDay());
            out.number(shift.fromNs()).number(shift.toNs());
        }
        out.flag(planned.scheduled()).flag(planned.isBreak()).text(planned.zone());
    }

    public static Planned read(final BinaryReader in) {
        final Shift shift =
                in.flag() ? new Shift(in.text(), LocalDate.ofEpochDay(in.number()), in.number(), in.number()) : null;
        return new Planned(shift, in.flag(), in.flag(), in.text());
    }
}
