package io.millrace.core.machine;

import io.millrace.core.event.Fact;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.timeline.CountingRules;
import io.millrace.core.timeline.OperationRule;
import io.millrace.core.timeline.Rules;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rules of one machine as one version of the master data has them. Not thread-safe. */
final class MachineRules implements Rules {
    private final String machine;
    private final Definitions.View view;
    private final long[] fromNs;
    private final CountingRules[] rules;
    private final Map<OperationKey, OperationRule> operations = new HashMap<>();

    MachineRules(final String machine, final Definitions.View view) {
        this.machine = machine;
        this.view = view;
        final Collection<Fact.MachineDefined> defined = view.machine(machine);
        fromNs = new long[defined.size()];
        rules = new CountingRules[defined.size()];
        int at = 0;
        for (final Fact.MachineDefined each : defined) {
            fromNs[at] = each.effectiveFromNs();
            rules[at] = CountingRules.of(each, view.profile(each.profile(), each.effectiveFromNs()));
            at++;
        }
    }

    @Override
    public CountingRules at(final long timeNs) {
        for (int i = rules.length - 1; i >= 0; i--) {
            if (fromNs[i] <= timeNs) {
                return rules[i];
            }
        }
        return CountingRules.DEFAULT;
    }

    @Override
    public OperationRule of(final OperationKey operation) {
        return operations.computeIfAbsent(operation, this::rule);
    }

    private OperationRule rule(final OperationKey operation) {
        final Fact.OperationDefined defined = view.operation(operation);
        if (defined == null) {
            return OperationRule.PLAIN;
        }
        final String points = defined.counting().countPoints();
        return new OperationRule(
                defined.counting().authority(),
                defined.counting().factorNumerator(),
                defined.counting().factorDenominator(),
                points.isEmpty() ? null : List.of(points.split(",")).contains(machine));
    }
}
