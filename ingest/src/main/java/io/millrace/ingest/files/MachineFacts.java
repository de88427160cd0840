package io.millrace.ingest.files;

import io.millrace.core.event.Fact;
import io.millrace.ingest.signal.Signal;
import io.millrace.ingest.signal.SignalTranslator;
import io.millrace.ingest.signal.SignalTranslator.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One machine's readings to facts; a state is said only when it differs from the last one said. One thread. */
public final class MachineFacts {
    private final SignalTranslator translator = new SignalTranslator();
    private final boolean areOrdersSaidOnce;
    private Fact.@Nullable StateChanged said;
    private Fact.@Nullable OrderContext saidOrder;

    private MachineFacts(final boolean areOrdersSaidOnce) {
        this.areOrdersSaidOnce = areOrdersSaidOnce;
    }

    /** Each order that is named is a start: for sources that name one when it starts. */
    public static MachineFacts withEachOrder() {
        return new MachineFacts(false);
    }

    /** An order is said only when it differs from the last one said: for sources that repeat what runs. */
    public static MachineFacts withOrdersOnce() {
        return new MachineFacts(true);
    }

    /** @param instant readings without {@link #fault} that carry the same time, in their order */
    public List<Fact> of(final List<Reading> instant) {
        final List<Fact> facts = new ArrayList<>(translator.translate(instant, false));
        facts.removeIf(fact -> fact instanceof Fact.StateChanged state && isSaid(state)
                || fact instanceof Fact.OrderContext order && areOrdersSaidOnce && isSaid(order));
        return facts;
    }

    /** Nothing is known of its state any more, and whatever is heard next is said. */
    public void lost() {
        translator.lost();
        said = null;
    }

    private boolean isSaid(final Fact.OrderContext order) {
        final boolean same = order.equals(saidOrder);
        saidOrder = order;
        return same;
    }

    private boolean isSaid(final Fact.StateChanged state) {
        final boolean same = state.equals(said);
        said = state;
        return same;
    }

    /**
     * Tried on a translator of its own, so that one bad value does not take those beside it with it.
     *
     * @return why it cannot be what its signal says; empty if it can
     */
    public static String fault(final Reading reading) {
        if (reading.signal().kind() != Signal.Kind.COUNTER) {
            return "";
        }
        try {
            new SignalTranslator().translate(List.of(reading), false);
            return "";
        } catch (final IllegalArgumentException impossible) {
            return String.valueOf(impossible.getMessage());
        }
    }
}
