package io.millrace.core.machine;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything an account has said, as a reader of its topics would hold it. */
final class Said implements Outputs {
    final List<Confirmation> confirmations = new ArrayList<>();
    final Map<UUID, Confirmation> byId = new HashMap<>();
    final TreeMap<Long, StateInterval> intervals = new TreeMap<>();
    final TreeMap<Long, Stop> stops = new TreeMap<>();
    final List<Counted> counts = new ArrayList<>();
    final TreeMap<Long, Undecided> undecided = new TreeMap<>();
    final List<Milestone> milestones = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final List<Quarantined> quarantined = new ArrayList<>();
    final List<OperationProgress> progress = new ArrayList<>();
    final Map<String, Scrapped> scrapped = new TreeMap<>();
    final List<Consumption> consumed = new ArrayList<>();
    final Map<OperationKey, QuantityStatement> quantities = new LinkedHashMap<>();

    @Nullable
    Balance balance;

    @Nullable
    MachineStatus status;

    @Override
    public void confirmation(final Confirmation confirmation) {
        confirmations.add(confirmation);
        final Confirmation before = byId.put(confirmation.id(), confirmation);
        if (before != null) {
            throw new AssertionError("id said twice: " + confirmation);
        }
    }

    @Override
    public void milestone(final Milestone milestone) {
        milestones.add(milestone);
    }

    @Override
    public void interval(final StateInterval interval) {
        intervals.merge(interval.fromNs(), interval, (held, said) -> said.revision() >= held.revision() ? said : held);
    }

    @Override
    public void stop(final Stop stop) {
        stops.merge(stop.fromNs(), stop, (held, said) -> said.revision() >= held.revision() ? said : held);
    }

    @Override
    public void counted(final Counted counted) {
        counts.add(counted);
    }

    @Override
    public void undecided(final Undecided step) {
        undecided.merge(step.toNs(), step, (held, said) -> said.revision() >= held.revision() ? said : held);
    }

    @Override
    public void quantity(final QuantityStatement quantity) {
        quantities.put(quantity.operation(), quantity);
    }

    @Override
    public void scrap(final Scrapped scrap) {
        scrapped.merge(scrap.id(), scrap, (held, said) -> said.revision() >= held.revision() ? said : held);
    }

    @Override
    public void consumption(final Consumption consumption) {
        consumed.add(consumption);
    }

    @Override
    public void gap(final Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void quarantine(final Quarantined one) {
        quarantined.add(one);
    }

    @Override
    public void status(final MachineStatus said) {
        status = said;
    }

    @Override
    public void balance(final Balance said) {
        balance = said;
    }

    @Override
    public void progress(final OperationProgress said) {
        progress.add(said);
    }

    /** What the ERP would hold per operation after posting every confirmation once. */
    Map<OperationKey, Quantities> posted() {
        final Map<OperationKey, Quantities> posted = new TreeMap<>();
        confirmations.forEach(each -> posted.merge(each.operation(), each.quantity(), Quantities::plus));
        posted.values().removeIf(Quantities::isZero);
        return posted;
    }

    /** What the ERP would hold of times after posting every confirmation once. */
    Activity postedActivity() {
        return confirmations.stream().map(Confirmation::activity).reduce(Activity.NONE, Activity::plus);
    }

    /** Units by operation and piece of time, added up. */
    Map<String, Quantities> countedByBucket() {
        final Map<String, Quantities> sums = new TreeMap<>();
        counts.forEach(each -> sums.merge(each.operation() + "@" + each.fromNs(), each.quantities(), Quantities::plus));
        sums.values().removeIf(Quantities::isZero);
        return sums;
    }

    Quantities counted() {
        return counts.stream().map(Counted::quantities).reduce(Quantities.ZERO, Quantities::plus);
    }

    /** Stops that stand, without their revisions. */
    List<Stop> standingStops() {
        return stops.values().stream()
                .filter(stop -> !stop.withdrawn())
                .map(stop -> stop.stated(0, false))
                .toList();
    }

    /** All intervals that stand, the lasting one too, in order. */
    List<StateInterval> standing() {
        return intervals.values().stream()
                .filter(interval -> !interval.withdrawn())
                .toList();
    }

    /** Intervals that stand, without their revisions: from, to and content. */
    List<String> standingIntervals() {
        return intervals.values().stream()
                .filter(interval -> !interval.withdrawn() && !interval.open())
                .map(each -> each.fromNs() + ".." + each.toNs() + " " + each.state() + " " + each.mode() + " "
                        + each.reason() + " " + each.operation() + " " + each.element() + " "
                        + each.planned())
                .toList();
    }
}
