package io.millrace.topology.record;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.machine.Outputs.Undecided;
import java.util.Objects;

/** What has been told, and what it stands against. */
final class LedgerJson {
    private LedgerJson() {}

    static byte[] write(final Confirmation c) {
        return new JsonOut()
                .id("id", c.id())
                .name("kind", c.kind())
                .operation(c.operation())
                .text("machine", c.machine())
                .number("number", c.number())
                .quantities("quantity", c.quantity())
                .quantities("toldAfter", c.toldAfter())
                .activity("activity", c.activity())
                .activity("activityAfter", c.activityAfter())
                .text("material", c.material())
                .text("unit", c.unit())
                .objects("components", c.components(), LedgerJson::component)
                .date("postingDate", c.postingDay())
                .id("reverses", c.reverses())
                .name("trigger", c.trigger())
                .time("from", c.fromNs())
                .time("to", c.toNs())
                .time("triggerSourceTime", c.triggerSourceNs())
                .time("triggerGatewayTime", c.triggerGatewayNs())
                .text("correlationId", c.correlationId())
                .done();
    }

    static Confirmation confirmation(final JsonIn in) {
        return new Confirmation(
                Objects.requireNonNull(in.id("id"), "a confirmation without an id"),
                in.name("kind", Confirmation.Kind.class),
                in.operation(),
                in.text("machine"),
                in.integer("number"),
                in.quantities("quantity"),
                in.quantities("toldAfter"),
                in.activity("activity"),
                in.activity("activityAfter"),
                in.text("material"),
                in.text("unit"),
                in.objects("components", LedgerJson::component),
                in.date("postingDate"),
                in.id("reverses"),
                in.name("trigger", Confirmation.Trigger.class),
                in.time("from"),
                in.time("to"),
                in.time("triggerSourceTime"),
                in.time("triggerGatewayTime"),
                in.text("correlationId"));
    }

    private static void component(final JsonOut out, final Confirmation.Backflush component) {
        out.text("material", component.material())
                .text("lot", component.lot())
                .quantity("quantity", component.quantityMilli())
                .text("unit", component.unit());
    }

    private static Confirmation.Backflush component(final JsonIn in) {
        return new Confirmation.Backflush(
                in.text("material"), in.text("lot"), in.quantity("quantity"), in.text("unit"));
    }

    static byte[] write(final OrderStatus s) {
        return new JsonOut()
                .operation(s.operation())
                .name("phase", s.phase())
                .quantity("planned", s.plannedMilli())
                .quantities("told", s.told())
                .text("material", s.material())
                .text("unit", s.unit())
                .texts("machines", s.machines())
                .texts("openAt", s.openAt())
                .time("asOf", s.asOfNs())
                .done();
    }

    static OrderStatus orderStatus(final JsonIn in) {
        return new OrderStatus(
                in.operation(),
                in.name("phase", OrderStatus.Phase.class),
                in.quantity("planned"),
                in.quantities("told"),
                in.text("material"),
                in.text("unit"),
                in.texts("machines"),
                in.texts("openAt"),
                in.time("asOf"));
    }

    static byte[] write(final OperationProgress p) {
        return new JsonOut()
                .operation(p.operation())
                .text("machine", p.machine())
                .flag("ran", p.ran())
                .flag("open", p.open())
                .flag("settled", p.settled())
                .quantities("told", p.told())
                .quantity("planned", p.plannedMilli())
                .text("material", p.material())
                .text("unit", p.unit())
                .date("postingDate", p.postingDay())
                .time("triggerSourceTime", p.triggerSourceNs())
                .time("triggerGatewayTime", p.triggerGatewayNs())
                .done();
    }

    static OperationProgress operationProgress(final JsonIn in) {
        return new OperationProgress(
                in.operation(),
                in.text("machine"),
                in.flag("ran"),
                in.flag("open"),
                in.flag("settled"),
                in.quantities("told"),
                in.quantity("planned"),
                in.text("material"),
                in.text("unit"),
                in.date("postingDate"),
                in.time("triggerSourceTime"),
                in.time("triggerGatewayTime"));
    }

    static byte[] write(final OperationClock c) {
        return new JsonOut()
                .number("partition", c.partition())
                .text("gateway", c.gateway())
                .time("time", c.timeNs())
                .done();
    }

    static OperationClock operationClock(final JsonIn in) {
        return new OperationClock(in.integer("partition"), in.text("gateway"), in.time("time"));
    }

    static byte[] write(final QuantityStatement q) {
        return new JsonOut()
                .text("machine", q.machine())
                .operation(q.operation())
                .quantities("counted", q.counted())
                .quantities("told", q.told())
                .quantities("observed", q.observed())
                .activity("activity", q.activity())
                .activity("activityTold", q.activityTold())
                .text("unit", q.unit())
                .time("asOf", q.asOfNs())
                .done();
    }

    static QuantityStatement quantity(final JsonIn in) {
        return new QuantityStatement(
                in.text("machine"),
                in.operation(),
                in.quantities("counted"),
                in.quantities("told"),
                in.quantities("observed"),
                in.activity("activity"),
                in.activity("activityTold"),
                in.text("unit"),
                in.time("asOf"));
    }

    static byte[] write(final Balance b) {
        return new JsonOut()
                .text("machine", b.machine())
                .quantities("attributed", b.attributed())
                .quantities("unattributed", b.unattributed())
                .quantity("quarantined", b.quarantinedMilli())
                .quantity("declaredLost", b.declaredLostMilli())
                .quantities("told", b.told())
                .quantities("returned", b.returned())
                .quantities("pending", b.pending())
                .number("accepted", b.accepted())
                .number("repeated", b.repeated())
                .number("resent", b.resent())
                .number("late", b.late())
                .number("corrections", b.corrections())
                .number("quarantinedEvents", b.quarantinedEvents())
                .number("confirmations", b.confirmations())
                .time("asOf", b.asOfNs())
                .done();
    }

    static Balance balance(final JsonIn in) {
        return new Balance(
                in.text("machine"),
                in.quantities("attributed"),
                in.quantities("unattributed"),
                in.quantity("quarantined"),
                in.quantity("declaredLost"),
                in.quantities("told"),
                in.quantities("returned"),
                in.number("accepted"),
                in.number("repeated"),
                in.number("resent"),
                in.number("late"),
                in.number("corrections"),
                in.number("quarantinedEvents"),
                in.number("confirmations"),
                in.time("asOf"));
    }

    static byte[] write(final Counted c) {
        final JsonOut out = new JsonOut()
                .text("machine", c.machine())
                .operation(c.operation())
                .time("from", c.fromNs())
                .quantities("quantity", c.quantities())
                .seconds("runtimePerUnit", c.runtimePerUnitNs());
        return MachineJson.planned(out, c.planned()).time("asOf", c.asOfNs()).done();
    }

    static Counted counted(final JsonIn in) {
        return new Counted(
                in.text("machine"),
                in.operationOrNull(),
                in.time("from"),
                in.quantities("quantity"),
                in.seconds("runtimePerUnit"),
                MachineJson.planned(in),
                in.time("asOf"));
    }

    static byte[] write(final Undecided u) {
        return new JsonOut()
                .text("machine", u.machine())
                .time("from", u.fromNs())
                .time("to", u.toNs())
                .quantities("quantity", u.quantities())
                .nested("before", u.before())
                .nested("after", u.after())
                .number("revision", u.revision())
                .flag("withdrawn", u.withdrawn())
                .done();
    }

    static Undecided undecided(final JsonIn in) {
        return new Undecided(
                in.text("machine"),
                in.time("from"),
                in.time("to"),
                in.quantities("quantity"),
                in.nested("before"),
                in.nested("after"),
                in.number("revision"),
                in.flag("withdrawn"));
    }
}
