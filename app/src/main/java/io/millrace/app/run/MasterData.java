package io.millrace.app.run;

import io.millrace.app.plant.Plant;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Measure;
import io.millrace.core.plant.Component;
import java.util.List;
import java.util.stream.Stream;

/** The plant's master data as effective-dated definitions. */
public final class MasterData {
    private static final Plant.Counter NEVER_WRAPS = new Plant.Counter(0, 0);

    private MasterData() {}

    /** @return what is referred to before what refers to it; what a file says without a date holds from the beginning of time */
    public static List<Fact.Definition> definitions(final Plant plant) {
        return Stream.<Stream<? extends Fact.Definition>>of(
                        plant.profiles().stream()
                                .map(profile -> new Fact.ProfileDefined(0, profile.name(), profile.text())),
                        plant.calendars().stream().map(MasterData::calendar),
                        plant.machines().stream().map(machine -> machine(plant, machine)),
                        plant.reasons().stream()
                                .map(reason ->
                                        new Fact.ReasonDefined(0, reason.category(), reason.code(), reason.text())),
                        plant.materials().stream()
                                .map(material ->
                                        new Fact.MaterialDefined(0, material.id(), material.text(), material.unit())),
                        plant.postingPeriods().stream()
                                .map(period -> new Fact.PostingPeriodDefined(
                                        0, period.openFrom().toEpochDay(), period.scope())),
                        plant.orders().stream().flatMap(order -> order.operations().stream()
                                .map(operation -> operation(order, operation))))
                .<Fact.Definition>flatMap(each -> each)
                .toList();
    }

    private static Fact.CalendarDefined calendar(final Plant.Calendar calendar) {
        return new Fact.CalendarDefined(
                calendar.validFromNs(),
                calendar.scope(),
                calendar.workingTime().zone().getId(),
                calendar.workingTime().text());
    }

    private static Fact.MachineDefined machine(final Plant plant, final Plant.Machine machine) {
        final Plant.Counters counters = machine.counters();
        final Plant.Counter good = counters.wrapping()
                .getOrDefault(Measure.GOOD, counters.wrapping().getOrDefault(Measure.TOTAL, NEVER_WRAPS));
        final Plant.Counter scrap = counters.wrapping().getOrDefault(Measure.SCRAP, NEVER_WRAPS);
        return new Fact.MachineDefined(
                machine.validFromNs(),
                machine.authority(),
                good.modulusMilli(),
                good.maxStepMilli(),
                scrap.modulusMilli(),
                scrap.maxStepMilli(),
                machine.maxSpan().toNanos(),
                machine.settleAfter().toNanos(),
                machine.microStop().toNanos(),
                counters.resetAtStart(),
                machine.path(),
                plant.siteTimeZone().getId(),
                machine.profile());
    }

    private static Fact.OperationDefined operation(final Plant.Order order, final Plant.Operation operation) {
        return new Fact.OperationDefined(
                0,
                operation.plannedMilli(),
                operation.runtimePerUnit().toNanos(),
                operation.confirm(),
                operation.counting(),
                order.order(),
                operation.operation(),
                order.material().id(),
                order.unit(),
                Component.text(operation.components()));
    }
}
