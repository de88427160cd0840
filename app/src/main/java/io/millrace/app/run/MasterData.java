package io.millrace.app.run;

import io.millrace.app.plant.Plant;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.event.ReasonCategory;
import java.util.ArrayList;
import java.util.List;

/** The plant's master data as effective-dated definitions. */
public final class MasterData {
    private static final Plant.Counter NEVER_WRAPS = new Plant.Counter(0, 0);

    private MasterData() {}

    /** @return definitions that hold from the beginning of time: what a file says without a date has always been so */
    public static List<Fact.Definition> definitions(final Plant plant) {
        final List<Fact.Definition> definitions = new ArrayList<>();
        plant.machines().forEach(machine -> definitions.add(machine(plant, machine)));
        plant.reasons()
                .forEach(reason -> definitions.add(
                        new Fact.ReasonDefined(0, category(reason.category()), reason.code(), reason.text())));
        plant.materials()
                .forEach(material ->
                        definitions.add(new Fact.MaterialDefined(0, material.id(), material.text(), material.unit())));
        for (final Plant.Order order : plant.orders()) {
            order.operations().forEach(operation -> definitions.add(operation(order, operation)));
        }
        return definitions;
    }

    private static Fact.Definition machine(final Plant plant, final Plant.Machine machine) {
        final Plant.Counter good = machine.counters()
                .getOrDefault(Measure.GOOD, machine.counters().getOrDefault(Measure.TOTAL, NEVER_WRAPS));
        final Plant.Counter scrap = machine.counters().getOrDefault(Measure.SCRAP, NEVER_WRAPS);
        return new Fact.MachineDefined(
                0,
                machine.authority(),
                good.modulusMilli(),
                good.maxStepMilli(),
                scrap.modulusMilli(),
                scrap.maxStepMilli(),
                machine.maxSpan().toNanos(),
                machine.settleAfter().toNanos(),
                0,
                false,
                machine.path(),
                plant.siteTimeZone().getId(),
                "");
    }

    private static Fact.Definition operation(final Plant.Order order, final Plant.Operation operation) {
        final ConfirmationPolicy policy = ConfirmationPolicy.of(
                operation.confirm().everyMilli(),
                operation.confirm().interval().toNanos(),
                operation.confirm().atCompletion(),
                operation.correction());
        return Fact.OperationDefined.of(
                order.order(),
                operation.operation(),
                operation.plannedMilli(),
                policy,
                order.material().id(),
                order.material().unit());
    }

    private static ReasonCategory category(final Plant.Category category) {
        return category == Plant.Category.PLANNED ? ReasonCategory.PLANNED : ReasonCategory.UNPLANNED;
    }
}
