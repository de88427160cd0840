package io.millrace.app.perf;

import io.millrace.app.perf.ScaleReport.Cost;
import io.millrace.app.perf.ScaleReport.TopicUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What an event costs with few machines and with many: about as many events each time, from an empty state. Not thread-safe. */
final class CostSeries {
    private static final int WARM_UP = 3;

    private final ScaleOptions options;
    private final LongSupplier nanoClock;
    private final Consumer<String> lines;
    private final List<Cost> costs = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private List<TopicUse> topics = List.of();

    CostSeries(final ScaleOptions options, final LongSupplier nanoClock, final Consumer<String> lines) {
        this.options = options;
        this.nanoClock = nanoClock;
        this.lines = lines;
    }

    List<Cost> costs() {
        return List.copyOf(costs);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Of the last step. */
    List<TopicUse> topics() {
        return topics;
    }

    /** One after the other, each with a broker and topologies of its own that leave nothing behind. */
    void run() throws Exception {
        for (final int machines : options.steps()) {
            final Path folder = options.data().resolve("step-" + machines);
            Folders.delete(folder);
            try (ScaleRig rig = new ScaleRig(options, folder, false, nanoClock)) {
                rig.start();
                step(rig, options.plan().withMachines(machines));
            }
            Folders.delete(folder);
        }
    }

    private void step(final ScaleRig rig, final WorkPlan plan) throws Exception {
        final double days = days(plan);
        final PlantWork work = new PlantWork(plan, SimulatedYear.START_NS);
        final Advance advance = new Advance(rig, plan, work, days, nanoClock, lines);
        advance.to(days / WARM_UP);
        final Advance.Passed passed = advance.to(days);
        final Cost cost = new Cost(
                plan.machines(),
                work.days(),
                Math.round(work.days() * plan.eventsPerDay()),
                passed.eventsPerSecond(),
                passed.cpuUsPerEvent());
        costs.add(cost);
        topics = topicUse(rig, cost.events());
        faults.addAll(Truth.faults(rig.client(), rig.topics(), work.completedMilli()));
        lines.accept(String.format(
                Locale.ROOT,
                "  %,d machines, %.1f days: %.1f us of CPU an event, %,.0f events/s",
                plan.machines(),
                work.days(),
                passed.cpuUsPerEvent(),
                passed.eventsPerSecond()));
    }

    /** Whole days, so that every operation ends. */
    private double days(final WorkPlan plan) {
        return Math.max(2, Math.ceil(options.stepEvents() / (double) plan.eventsPerDay()));
    }

    private static List<TopicUse> topicUse(final ScaleRig rig, final long events) throws Exception {
        final List<TopicUse> uses = new ArrayList<>();
        for (final Map.Entry<String, Long> topic : new TreeMap<>(rig.feed().diskByTopic()).entrySet()) {
            if (!topic.getKey().startsWith("__")) {
                uses.add(new TopicUse(
                        topic.getKey(),
                        rig.feed().offsets(topic.getKey()) / (double) events,
                        topic.getValue() / (double) events));
            }
        }
        return uses;
    }
}
