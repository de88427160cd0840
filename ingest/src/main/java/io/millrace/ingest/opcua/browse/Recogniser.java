package io.millrace.ingest.opcua.browse;

import io.millrace.core.event.Measure;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.StateTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds machines and what their variables mean. Pure: from a tree, and the values in it, to signals. */
public final class Recogniser {
    /** Objects that only hold a machine's parts together (OPC 40001-1). */
    private static final Set<String> HOLDERS = Set.of("MachineryBuildingBlocks", "Monitoring", "Status");

    private Recogniser() {}

    static List<FoundMachine> machines(final FoundNode root) {
        final Map<FoundNode, Candidates> machines = new LinkedHashMap<>();
        root.forEach(node -> Standard.of(node)
                .ifPresent(standard -> machines.computeIfAbsent(machineOf(node, standard), Candidates::new)
                        .add(standard, node)));
        return machines.values().stream()
                .map(Candidates::chosen)
                .filter(machine ->
                        !machine.signals().isEmpty() || !machine.notes().isEmpty())
                .toList();
    }

    /** The nearest object above that is not itself a part of a machine. */
    private static FoundNode machineOf(final FoundNode node, final Standard standard) {
        FoundNode machine =
                standard == Standard.PACKML_MACHINE ? node : node.parent().orElse(node);
        while (isPart(machine) && machine.parent().isPresent()) {
            machine = machine.parent().get();
        }
        return machine;
    }

    private static boolean isPart(final FoundNode node) {
        return HOLDERS.contains(node.name())
                || Standard.of(node)
                        .filter(standard -> standard != Standard.PACKML_MACHINE)
                        .isPresent();
    }

    /** What one machine has, best first within a meaning. */
    private static final class Candidates {
        private final FoundNode machine;
        private final Set<String> specifications = new TreeSet<>();
        private final List<Ranked> signals = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Candidates(final FoundNode machine) {
            this.machine = machine;
        }

        private record Ranked(int rank, FoundNode node, Signal signal) {}

        void add(final Standard standard, final FoundNode node) {
            specifications.add(standard.specification());
            switch (standard) {
                case PACKML_MACHINE -> {}
                case PACKML_STATUS -> status(node);
                case PACKML_ADMIN -> admin(node);
                case PACKML_EXECUTE_STATE -> state(1, node, StateTable.PACKML);
                case PACKML_MACHINE_STATE -> state(2, node, StateTable.PACKML);
                case PACKML_BASE_STATE -> state(3, node, StateTable.PACKML);
                case MACHINERY_STATE -> state(4, node, StateTable.MACHINERY);
                case MACHINERY_MODE -> machineryMode(node);
                case JOBS, JOB_ORDERS -> order(node);
            }
        }

        FoundMachine chosen() {
            final Map<String, Ranked> best = new LinkedHashMap<>();
            signals.stream()
                    .sorted((a, b) -> Integer.compare(a.rank(), b.rank()))
                    .forEach(each -> best.putIfAbsent(meaning(each.signal()), each));
            final Ranked state = best.get(meaning(Signal.state("", StateTable.PACKML)));
            if (state != null && (state.rank() == 1 || state.rank() == 2)) {
                notes.add("state: " + state.node().path()
                        + " tells only the states within one of the state machine above;"
                        + " while that is in another (stopped, aborted) the state is UNKNOWN. One variable that tells all"
                        + " (StateCurrent) is better, if the machine has one");
            }
            return new FoundMachine(
                    machine,
                    List.copyOf(specifications),
                    best.values().stream()
                            .sorted((a, b) -> Integer.compare(order(a), order(b)))
                            .map(each -> new FoundSignal(each.node(), each.signal()))
                            .toList(),
                    List.copyOf(notes));
        }

        private static int order(final Ranked each) {
            return each.signal().kind().ordinal() * Measure.values().length
                    + each.signal().measure().ordinal();
        }

        private static String meaning(final Signal signal) {
            return signal.kind() == Signal.Kind.COUNTER
                    ? signal.measure().name()
                    : signal.kind().name();
        }

        private void status(final FoundNode status) {
            status.child("UnitModeCurrent")
                    .ifPresent(mode -> add(0, mode, Signal.of(mode.address(), Signal.Kind.MODE)));
            status.child("StateCurrent")
                    .or(() -> status.child("StatusCurrentState"))
                    .or(() -> status.child("CurrentState"))
                    .ifPresent(state -> add(0, state, Signal.state(state.address(), StateTable.PACKML)));
        }

        private void admin(final FoundNode admin) {
            counter(admin, "ProdProcessedCount", Measure.TOTAL);
            counter(admin, "ProdDefectiveCount", Measure.SCRAP);
            admin.child("StopReason").ifPresent(reason -> usable(reason, List.of("ID", "Id", "Message"), false)
                    .ifPresentOrElse(
                            found -> add(0, found.node(), found.of(Signal.of(found.address(), Signal.Kind.REASON))),
                            () -> cannot(reason, "reason")));
        }

        /** AccCount goes on where Count is reset with each order. */
        private void counter(final FoundNode admin, final String name, final Measure measure) {
            admin.child(name).ifPresent(counter -> usable(counter, List.of("AccCount", "Count"), true)
                    .ifPresentOrElse(
                            found -> add(0, found.node(), found.of(Signal.counter(found.address(), measure))),
                            () -> cannot(counter, "counter of " + measure.name().toLowerCase(Locale.ROOT))));
        }

        /** Where a value is: a variable, or a member of what it holds. */
        private record Place(FoundNode node, String member) {
            String address() {
                return node.address();
            }

            Signal of(final Signal signal) {
                return signal.withMember(member);
            }
        }

        /** The variable itself, if a source can take it, or the first one or member below that bears one of the names. */
        private static Optional<Place> usable(
                final FoundNode variable, final List<String> names, final boolean isNumber) {
            if (fits(variable, isNumber)) {
                return Optional.of(new Place(variable, ""));
            }
            final List<FoundNode> below = new ArrayList<>();
            variable.forEach(below::add);
            return names.stream()
                    .flatMap(name -> Stream.concat(
                                    below.stream()
                                            .filter(node -> node.name().equals(name) && fits(node, isNumber))
                                            .map(node -> new Place(node, "")),
                                    variable.reading().parts().stream()
                                            .filter(part -> part.name().equals(name)
                                                    && (!isNumber
                                                            || part.reading().isNumber()))
                                            .map(part -> new Place(variable, part.member())))
                            .limit(1))
                    .findFirst();
        }

        private static boolean fits(final FoundNode node, final boolean isNumber) {
            return node.isVariable()
                    && (isNumber ? node.reading().isNumber() : node.reading().isUsable());
        }

        /** The name, unless it is one the table does not know (a translation) and the number is one it does. */
        private void state(final int rank, final FoundNode stateMachine, final StateTable table) {
            stateMachine.child("CurrentState").ifPresent(current -> {
                final FoundNode node = isIn(table, current)
                        ? current
                        : current.child("Number")
                                .filter(number -> isIn(table, number))
                                .orElse(current);
                add(rank, node, Signal.state(node.address(), table));
            });
        }

        private static boolean isIn(final StateTable table, final FoundNode node) {
            return table.states().containsKey(node.reading().value().strip().toUpperCase(Locale.ROOT));
        }

        /** By name only: the numbers are not PackML's, which is how a mode's number is read. */
        private void machineryMode(final FoundNode stateMachine) {
            stateMachine
                    .child("CurrentState")
                    .ifPresent(mode -> add(1, mode, Signal.of(mode.address(), Signal.Kind.MODE)));
        }

        private void order(final FoundNode jobs) {
            final Optional<FoundNode> id = jobs.child("JobOrderID").or(() -> jobs.child("JobOrderId"));
            if (id.filter(node -> node.reading().isText()).isPresent()) {
                add(0, id.get(), Signal.of(id.get().address(), Signal.Kind.ORDER));
            } else {
                jobs.child("JobOrderList").ifPresent(list -> cannot(list, "order"));
            }
        }

        private void add(final int rank, final FoundNode node, final Signal signal) {
            if (node.isVariable()) {
                signals.add(new Ranked(rank, node, signal));
            }
        }

        private void cannot(final FoundNode node, final String meaning) {
            notes.add(meaning + ": " + node.path() + " is "
                    + (node.reading().type().isEmpty()
                            ? "without a value now (" + node.reading().value() + ")"
                            : node.reading().type())
                    + ", where one number or text is needed: map another variable, or a member, if there is one");
        }
    }
}
