package io.millrace.app.demo;

import io.millrace.app.report.Units;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Puts the confirmations of one correction together and tells them as one story. Not thread-safe. */
final class Corrections {
    private final Consumer<String> stories;
    private final List<Confirmation> together = new ArrayList<>();

    Corrections(final Consumer<String> stories) {
        this.stories = stories;
    }

    void take(final Confirmation confirmation) {
        if (confirmation.trigger() != Confirmation.Trigger.CORRECTION) {
            return;
        }
        if (!together.isEmpty() && !isOfOne(together.get(0), confirmation)) {
            flush();
        }
        together.add(confirmation);
    }

    private static boolean isOfOne(final Confirmation first, final Confirmation next) {
        return first.machine().equals(next.machine()) && first.triggerGatewayNs() == next.triggerGatewayNs();
    }

    /** Tells what is complete: called when something else comes, or nothing for a while. */
    void flush() {
        if (together.isEmpty()) {
            return;
        }
        final Map<OperationKey, Quantities> net = new LinkedHashMap<>();
        final List<String> reversed = new ArrayList<>();
        final List<String> sent = new ArrayList<>();
        for (final Confirmation each : together) {
            net.merge(each.operation(), each.quantity(), Quantities::plus);
            final boolean reversal = each.kind() == Confirmation.Kind.REVERSAL;
            (reversal ? reversed : sent)
                    .add(each.operation() + " " + Units.text(each.quantity().totalMilli()));
        }
        if (net.values().stream().noneMatch(quantity -> quantity.totalMilli() < 0)) {
            stories.accept("late at " + together.get(0).machine() + ": sent " + String.join(", ", sent));
            together.clear();
            return;
        }
        stories.accept("order context corrected at " + together.get(0).machine() + ": " + moved(net)
                + (reversed.isEmpty() ? "" : "; reversed " + String.join(", ", reversed))
                + (sent.isEmpty() ? "" : "; sent " + String.join(", ", sent)));
        together.clear();
    }

    private static String moved(final Map<OperationKey, Quantities> net) {
        final List<String> from = new ArrayList<>();
        final List<String> to = new ArrayList<>();
        long units = 0;
        for (final Map.Entry<OperationKey, Quantities> each : net.entrySet()) {
            final long milli = each.getValue().totalMilli();
            if (milli < 0) {
                from.add(each.getKey().text());
                units -= milli;
            } else if (milli > 0) {
                to.add(each.getKey().text());
            }
        }
        return Units.text(units) + " units " + String.join(", ", from)
                + (to.isEmpty() ? "" : " -> " + String.join(", ", to));
    }
}
