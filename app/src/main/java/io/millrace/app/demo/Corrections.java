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

/**
 * Puts the confirmations of one correction together and tells them as one story. They come from several partitions, so a correction is
 * told when nothing more of it has come for a while. Not thread-safe.
 */
final class Corrections {
    private static final long QUIET_MS = 600;

    /** All that one event at one machine made the ledgers say. */
    private record Cause(String machine, long triggerGatewayNs) {}

    /** @param sinceMs arrival of the first */
    private record Said(long sinceMs, List<Confirmation> confirmations) {}

    private final Consumer<String> stories;
    private final Map<Cause, Said> untold = new LinkedHashMap<>();

    Corrections(final Consumer<String> stories) {
        this.stories = stories;
    }

    void take(final Confirmation confirmation, final long nowMs) {
        if (confirmation.trigger() == Confirmation.Trigger.CORRECTION) {
            untold.computeIfAbsent(
                            new Cause(confirmation.machine(), confirmation.triggerGatewayNs()),
                            cause -> new Said(nowMs, new ArrayList<>()))
                    .confirmations()
                    .add(confirmation);
        }
    }

    /** Tells what has been complete for a while. */
    void flush(final long nowMs) {
        untold.entrySet().removeIf(each -> {
            final boolean complete = nowMs - each.getValue().sinceMs() >= QUIET_MS;
            if (complete) {
                tell(each.getKey().machine(), each.getValue().confirmations());
            }
            return complete;
        });
    }

    private void tell(final String machine, final List<Confirmation> together) {
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
            stories.accept("late at " + machine + ": sent " + String.join(", ", sent));
            return;
        }
        stories.accept("order context corrected at " + machine + ": " + moved(net)
                + (reversed.isEmpty() ? "" : "; reversed " + String.join(", ", reversed))
                + (sent.isEmpty() ? "" : "; sent " + String.join(", ", sent)));
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
