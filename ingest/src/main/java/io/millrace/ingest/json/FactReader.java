package io.millrace.ingest.json;

import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.QualityType;
import io.millrace.core.event.Transition;
import io.millrace.ingest.signal.StateTable;
import java.util.Locale;

/** From the fields of one entry to the fact they state. Pure and stateless; throws {@link EntryFault}. */
final class FactReader {
    private FactReader() {}

    static Fact read(final JsonKind kind, final JsonFields fields, final StateTable states) {
        return switch (kind) {
            case STATE -> state(fields, states);
            case COUNTER ->
                new Fact.CounterReading(
                        fields.word("measure", Measure.class, null), fields.flag("reset"), fields.milli("value"));
            case COUNT ->
                new Fact.CountReport(
                        fields.word("measure", Measure.class, null),
                        fields.milli("quantity"),
                        fields.text("order"),
                        fields.text("operation"),
                        fields.text("reason"));
            case CONTEXT -> context(fields);
            case CONSUMPTION ->
                new Fact.MaterialConsumed(
                        fields.milli("quantity"),
                        fields.requiredText("material"),
                        fields.requiredText("lot"),
                        fields.text("order"),
                        fields.text("operation"));
            case LOT ->
                new Fact.LotProduced(
                        fields.milli("quantity"), fields.requiredText("material"), fields.requiredText("lot"));
            case QUALITY ->
                new Fact.QualityRecord(
                        fields.word("type", QualityType.class, null),
                        fields.milli("quantity"),
                        fields.requiredText("lot"),
                        fields.requiredText("code"));
            case LABOUR ->
                new Fact.LabourRecorded(
                        fields.secondsAsNs("seconds"),
                        fields.requiredText("person"),
                        fields.requiredText("activity"),
                        fields.text("order"),
                        fields.text("operation"));
            case REASON ->
                new Fact.ReasonAssigned(
                        fields.timeNs("from"), fields.requiredText("reason"), fields.requiredText("actor"));
            case SCRAP ->
                new Fact.ScrapDeclared(
                        fields.milli("quantity"),
                        fields.requiredText("reason"),
                        fields.requiredText("order"),
                        fields.requiredText("operation"));
            case DECISION -> decision(fields);
            case VALUE -> value(fields);
        };
    }

    private static Fact state(final JsonFields fields, final StateTable states) {
        final String code = fields.requiredCode("state");
        // Our own scheme names the states it knows; somebody else's codes may well go beyond the table, which is
        // "unknown".
        if (!fields.isForeign() && !states.states().containsKey(code.toUpperCase(Locale.ROOT))) {
            throw EntryFault.impossible(
                    "state is '" + code + "': a PackML state's name or number is expected, as EXECUTE or 6");
        }
        final MachineState state = states.read(code);
        return new Fact.StateChanged(state, fields.word("mode", Mode.class, Mode.UNKNOWN), code, fields.text("reason"));
    }

    private static Fact context(final JsonFields fields) {
        final Transition transition = fields.word("transition", Transition.class, null);
        return new Fact.OrderContext(
                transition,
                fields.flag("cancelled"),
                fields.count("revision", Fact.OrderContext.LAST_REVISION),
                transition == Transition.STARTED ? fields.requiredText("order") : fields.text("order"),
                fields.text("operation"));
    }

    private static Fact value(final JsonFields fields) {
        final boolean isText = fields.isText("value");
        return new Fact.ProcessValue(
                fields.requiredText("name"),
                isText ? Double.NaN : fields.real("value"),
                isText ? fields.text("value") : "",
                fields.text("unit"));
    }

    private static Fact decision(final JsonFields fields) {
        final DecisionType type = fields.word("type", DecisionType.class, null);
        return new Fact.Decision(
                type,
                type == DecisionType.SETTLE_REQUESTED ? fields.text("target") : fields.requiredText("target"),
                fields.requiredText("actor"),
                fields.requiredText("reason"));
    }
}
