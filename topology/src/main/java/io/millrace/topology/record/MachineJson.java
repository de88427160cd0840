package io.millrace.topology.record;

import io.millrace.core.calendar.Shift;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.figures.TimeElement;
import io.millrace.core.machine.Outputs.Consumption;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.MachineStatus;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.machine.Outputs.Scrapped;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import java.time.LocalDate;

/** What a machine did, and what of it is missing or doubtful. */
final class MachineJson {
    private MachineJson() {}

    static byte[] write(final Milestone m) {
        return new JsonOut()
                .text("machine", m.machine())
                .operation(m.operation())
                .name("type", m.type())
                .time("time", m.timeNs())
                .text("causeId", m.causeId())
                .done();
    }

    static Milestone milestone(final JsonIn in) {
        return new Milestone(
                in.text("machine"),
                in.operation(),
                in.name("type", Milestone.Type.class),
                in.time("time"),
                in.text("causeId"));
    }

    static byte[] write(final StateInterval i) {
        final JsonOut out = new JsonOut()
                .text("machine", i.machine())
                .time("from", i.fromNs())
                .time("to", i.toNs())
                .name("state", i.state())
                .name("mode", i.mode())
                .text("nativeState", i.nativeState())
                .text("reason", i.reason())
                .operation(i.operation())
                .name("element", i.element())
                .text("profile", i.profile());
        return planned(out, i.planned())
                .flag("open", i.open())
                .number("revision", i.revision())
                .flag("withdrawn", i.withdrawn())
                .text("because", i.because())
                .done();
    }

    static StateInterval stateInterval(final JsonIn in) {
        return new StateInterval(
                in.text("machine"),
                in.time("from"),
                in.time("to"),
                in.name("state", MachineState.class),
                in.name("mode", Mode.class),
                in.text("nativeState"),
                in.text("reason"),
                in.operationOrNull(),
                in.name("element", TimeElement.class),
                in.text("profile"),
                planned(in),
                in.flag("open"),
                in.number("revision"),
                in.flag("withdrawn"),
                in.text("because"));
    }

    static JsonOut planned(final JsonOut out, final Planned planned) {
        final Shift shift = planned.shift();
        if (shift != null) {
            out.open("shift")
                    .text("name", shift.name())
                    .date("date", shift.date().toEpochDay())
                    .time("from", shift.fromNs())
                    .time("to", shift.toNs())
                    .close();
        }
        return out.flag("scheduled", planned.scheduled())
                .flag("break", planned.isBreak())
                .text("zone", planned.zone());
    }

    static Planned planned(final JsonIn in) {
        return new Planned(
                in.has("shift") ? shift(in.object("shift")) : null,
                in.flag("scheduled"),
                in.flag("break"),
                in.text("zone"));
    }

    private static Shift shift(final JsonIn in) {
        return new Shift(in.text("name"), LocalDate.ofEpochDay(in.date("date")), in.time("from"), in.time("to"));
    }

    static byte[] write(final Stop s) {
        final JsonOut out = new JsonOut()
                .text("machine", s.machine())
                .time("from", s.fromNs())
                .time("to", s.toNs())
                .name("state", s.state())
                .name("mode", s.mode())
                .text("nativeState", s.nativeState())
                .text("reason", s.reason())
                .text("category", s.category() == null ? "" : s.category().name())
                .operation(s.operation())
                .name("element", s.element())
                .flag("micro", s.micro());
        return planned(out, s.planned())
                .number("revision", s.revision())
                .flag("withdrawn", s.withdrawn())
                .done();
    }

    static Stop stop(final JsonIn in) {
        return new Stop(
                in.text("machine"),
                in.time("from"),
                in.time("to"),
                in.name("state", MachineState.class),
                in.name("mode", Mode.class),
                in.text("nativeState"),
                in.text("reason"),
                in.nameOrNull("category", ReasonCategory.class),
                in.operationOrNull(),
                in.name("element", TimeElement.class),
                in.flag("micro"),
                planned(in),
                in.number("revision"),
                in.flag("withdrawn"));
    }

    static byte[] write(final Scrapped s) {
        return new JsonOut()
                .text("machine", s.machine())
                .text("id", s.id())
                .operation(s.operation())
                .name("measure", s.measure())
                .quantity("quantity", s.quantityMilli())
                .text("reason", s.reason())
                .time("time", s.timeNs())
                .number("revision", s.revision())
                .done();
    }

    static Scrapped scrapped(final JsonIn in) {
        return new Scrapped(
                in.text("machine"),
                in.text("id"),
                in.operationOrNull(),
                in.name("measure", Measure.class),
                in.quantity("quantity"),
                in.text("reason"),
                in.time("time"),
                in.number("revision"));
    }

    static byte[] write(final Consumption c) {
        return new JsonOut()
                .text("machine", c.machine())
                .text("id", c.id())
                .operation(c.operation())
                .text("material", c.material())
                .text("lot", c.lot())
                .quantity("quantity", c.quantityMilli())
                .flag("backflushed", c.backflushed())
                .time("time", c.timeNs())
                .number("revision", c.revision())
                .done();
    }

    static Consumption consumption(final JsonIn in) {
        return new Consumption(
                in.text("machine"),
                in.text("id"),
                in.operationOrNull(),
                in.text("material"),
                in.text("lot"),
                in.quantity("quantity"),
                in.flag("backflushed"),
                in.time("time"),
                in.number("revision"));
    }

    static byte[] write(final Gap g) {
        return new JsonOut()
                .text("machine", g.machine())
                .text("gateway", g.gateway())
                .number("incarnation", g.incarnation())
                .name("type", g.type())
                .number("firstMissing", g.firstMissing())
                .number("lastMissing", g.lastMissing())
                .time("from", g.fromNs())
                .time("to", g.toNs())
                .text("cause", g.cause())
                .done();
    }

    static Gap gap(final JsonIn in) {
        return new Gap(
                in.text("machine"),
                in.text("gateway"),
                in.number("incarnation"),
                in.name("type", Gap.Type.class),
                in.number("firstMissing"),
                in.number("lastMissing"),
                in.time("from"),
                in.time("to"),
                in.text("cause"));
    }

    static byte[] write(final Quarantined q) {
        return new JsonOut()
                .text("machine", q.machine())
                .text("id", q.id())
                .text("source", q.source())
                .text("sourceEventId", q.sourceEventId())
                .name("reason", q.reason())
                .name("status", q.status())
                .quantity("quantity", q.quantityMilli())
                .time("time", q.timeNs())
                .text("detail", q.detail())
                .done();
    }

    static Quarantined quarantined(final JsonIn in) {
        return new Quarantined(
                in.text("machine"),
                in.text("id"),
                in.text("source"),
                in.text("sourceEventId"),
                in.name("reason", Quarantined.Reason.class),
                in.name("status", Quarantined.Status.class),
                in.quantity("quantity"),
                in.time("time"),
                in.text("detail"));
    }

    static byte[] write(final MachineStatus s) {
        return new JsonOut()
                .text("machine", s.machine())
                .name("state", s.state())
                .name("mode", s.mode())
                .text("nativeState", s.nativeState())
                .text("reason", s.reason())
                .time("stateSince", s.stateSinceNs())
                .operation(s.operation())
                .quantities("counted", s.counted())
                .id("lastConfirmation", s.lastConfirmation())
                .time("asOf", s.asOfNs())
                .done();
    }

    static MachineStatus machineStatus(final JsonIn in) {
        return new MachineStatus(
                in.text("machine"),
                in.name("state", MachineState.class),
                in.name("mode", Mode.class),
                in.text("nativeState"),
                in.text("reason"),
                in.time("stateSince"),
                in.operationOrNull(),
                in.quantities("counted"),
                in.id("lastConfirmation"),
                in.time("asOf"));
    }
}
