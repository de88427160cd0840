package io.millrace.core.aggregate;

import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Machines and all they are summed up in, stepped by hand, with what was said. */
final class Analysis implements FigureOutputs {
    final Map<String, Figure> figures = new TreeMap<>();
    final Map<String, Downtime> downtime = new TreeMap<>();
    final List<Figure> said = new ArrayList<>();
    final MemoryScopeBook scopes = new MemoryScopeBook();
    private final Map<String, MemoryMachineBook> books = new TreeMap<>();
    private final Map<String, Progress> progress = new TreeMap<>();
    private final Deque<Contribution> passed = new ArrayDeque<>();
    private final Map<String, Contribution> last = new TreeMap<>();
    private long timestampMs;

    MemoryMachineBook book(final String machine) {
        return books.computeIfAbsent(machine, path -> new MemoryMachineBook());
    }

    MachineFigures figures(final String machine) {
        return new MachineFigures(machine, progress.computeIfAbsent(machine, path -> new Progress()), book(machine));
    }

    Analysis take(final Iterable<?> statements) {
        statements.forEach(this::take);
        return this;
    }

    /** @return false if it was too late */
    boolean take(final Object statement) {
        if (statement instanceof StateInterval it) {
            hear(it.machine());
            return figures(it.machine()).tryApply(it);
        } else if (statement instanceof Stop it) {
            hear(it.machine());
            return figures(it.machine()).tryApply(it);
        }
        final Counted it = (Counted) statement;
        hear(it.machine());
        return figures(it.machine()).tryApply(it);
    }

    /** Time comes so far, and another event says nothing new. */
    void hear(final String machine, final long timeNs) {
        figures(machine);
        final Progress its = progress.get(machine);
        its.newestNs = Math.max(its.newestNs, timeNs);
        hear(machine);
        hearAgain();
    }

    private void hear(final String machine) {
        figures(machine).hear(++timestampMs, this);
        passOn();
    }

    private void passOn() {
        while (!passed.isEmpty()) {
            final Contribution contribution = passed.remove();
            last.put(contribution.scope().text(), contribution);
            new ScopeFigures(scopes).apply(contribution, timestampMs, this);
        }
    }

    /** A place hears once more what it heard last, half a minute later: all it had not said yet is said. */
    private void hearAgain() {
        for (int time = 0; time < 3 * Scope.Level.values().length; time++) {
            timestampMs++;
            List.copyOf(last.values())
                    .forEach(its -> passed.add(new Contribution(
                            its.scope(), its.period(), its.part(), its.aggregate(), later(its.scope()))));
            passOn();
        }
    }

    private long later(final Scope scope) {
        return Math.max(0, scopes.progress(scope).newestNs) + Progress.EVERY_NS;
    }

    @Override
    public void figure(final Figure figure) {
        said.add(figure);
        figures.put(figure.id().key(), figure);
    }

    @Override
    public void downtime(final Downtime figure) {
        downtime.put(figure.key(), figure);
        if (figure.stood().isZero()) {
            downtime.remove(figure.key());
        }
    }

    @Override
    public void contribution(final Contribution contribution) {
        passed.add(contribution);
    }

    Figure figure(final String key) {
        final Figure figure = figures.get(key);
        if (figure == null) {
            throw new AssertionError("no figure " + key + " among " + figures.keySet());
        }
        return figure;
    }
}
