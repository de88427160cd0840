package io.millrace.topology.analytics;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.OperationCounting;
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.fixture.Drive;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.production.ProductionTopology;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;

/**
 * What the production topology says of some machines in some weeks: orders, units, stops with reasons given days later and taken back,
 * order contexts that come late, a calendar, quiet days. Long enough that figures become final and are forgotten.
 */
final class SeededPlant {
    /** One statement as it lies on its topic. */
    record Statement(String topic, String machine, byte[] json, long timestampMs) {}

    private static final String[] LINES = {"acme/berlin/press/line1", "acme/berlin/press/line2", "acme/ulm/saw/line1"};
    private static final String CALENDAR =
            """
            shift early Mon-Sun 06:00-14:00
            shift late Mon-Sun 14:00-22:00 break 18:00-18:30
            """;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long HOUR_NS = 3_600 * SECOND_NS;

    private final Random random;
    private final List<Machine> machines = new ArrayList<>();
    private int orders;

    private static final class Machine {
        final Shift shift;
        final List<Long> stops = new ArrayList<>();
        OperationKey running;

        Machine(final String path) {
            shift = new Shift(path);
        }
    }

    private SeededPlant(final long seed, final int machines) {
        random = new Random(seed);
        for (int i = 0; i < machines; i++) {
            this.machines.add(new Machine(LINES[i % LINES.length] + "/press" + i));
        }
    }

    static List<Statement> statements(final long seed, final int machines, final int steps) {
        try (Drive production = new Drive(t -> ProductionTopology.build(t, "production"), Topics::events)) {
            new SeededPlant(seed, machines).run(production, steps);
            final Topics topics = production.topics;
            final List<Statement> all = new ArrayList<>();
            for (final String topic : List.of(topics.stateIntervals(), topics.stops(), topics.counts())) {
                for (final TestRecord<String, byte[]> said : production.said().getOrDefault(topic, List.of())) {
                    all.add(new Statement(topic, said.key(), said.value(), said.timestamp()));
                }
            }
            all.sort(Comparator.comparingLong(Statement::timestampMs));
            return all;
        }
    }

    private void run(final Drive production, final int steps) {
        production.pipe(
                "",
                Shift.definition(new Fact.CalendarDefined(0, "acme/berlin", "Europe/Berlin", CALENDAR)),
                Shift.definition(new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "BREAKDOWN", "")),
                Shift.definition(new Fact.ReasonDefined(0, ReasonCategory.PLANNED, "CLEANING", "")));
        for (final Machine machine : machines) {
            production.pipe(
                    "",
                    Shift.definition(new Fact.MachineDefined(
                            0,
                            Authority.COUNTER,
                            0,
                            0,
                            0,
                            0,
                            24 * HOUR_NS,
                            0,
                            120 * SECOND_NS,
                            false,
                            machine.shift.machine,
                            "",
                            "")));
            production.pipe(
                    machine.shift.machine, machine.shift.made(0), machine.shift.state(MachineState.EXECUTE, ""));
        }
        for (int i = 0; i < steps; i++) {
            for (final Machine machine : machines) {
                production.pipe(machine.shift.machine, step(machine, production));
            }
        }
    }

    private byte[] step(final Machine machine, final Drive production) {
        final Shift shift = machine.shift;
        if (random.nextInt(60) == 0) {
            shift.passSeconds(24 * 3_600L);
        }
        shift.passSeconds(random.nextInt(7_000));
        return switch (random.nextInt(12)) {
            case 0, 1 -> {
                machine.stops.add(shift.nowNs() + SECOND_NS);
                yield shift.state(MachineState.HELD, random.nextBoolean() ? "JAM" : "");
            }
            case 2, 3 -> shift.state(MachineState.EXECUTE, "");
            case 4 -> started(machine, production);
            case 5 -> machine.running == null ? shift.tick() : shift.completed(machine.running);
            case 6 -> reason(machine);
            case 7 -> shift.tick();
            default -> shift.made(1 + random.nextInt(4));
        };
    }

    /** Sometimes it comes hours after it was true: units and time go to it from the one before. */
    private byte[] started(final Machine machine, final Drive production) {
        machine.running = new OperationKey(Integer.toString(1_000 + random.nextInt(1 + orders++ / 4)), "0010");
        production.pipe(
                "",
                Shift.definition(new Fact.OperationDefined(
                        0,
                        0,
                        30 * SECOND_NS,
                        ConfirmationPolicy.of(0, 0, true, CorrectionPolicy.REVERSAL),
                        OperationCounting.PLAIN,
                        machine.running.order(),
                        machine.running.operation(),
                        "FG-1",
                        "PCE",
                        "")));
        final long lateNs = random.nextInt(3) == 0 ? random.nextInt(20) * HOUR_NS / 2 : 0;
        return machine.shift.context(Transition.STARTED, machine.running, machine.shift.nowNs() - lateNs);
    }

    private byte[] reason(final Machine machine) {
        if (machine.stops.isEmpty()) {
            return machine.shift.tick();
        }
        final String[] reasons = {"BREAKDOWN", "CLEANING", "JAM"};
        final int back = random.nextInt(random.nextBoolean() ? 2 : 40);
        final long fromNs = machine.stops.get(Math.max(0, machine.stops.size() - 1 - back));
        return machine.shift.said(new Fact.ReasonAssigned(fromNs, reasons[random.nextInt(3)], "anna"));
    }
}
