package io.millrace.ingest.sparkplug;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.EventWriter;
import io.millrace.core.event.Fact;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.SourceContext;
import io.millrace.ingest.source.WritableMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where the source's own thread puts what it has heard. Waits for room, which holds up the MQTT server in turn; gives up only once the
 * source is closing and there has been no room for two seconds: the next start declares that time as a gap.
 */
final class Outlet {
    private static final long FIRST_PARK_NS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LAST_PARK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TRIES_WHEN_CLOSING = 2_000;
    // A Sparkplug host starts a clean session each time, so that there is nothing for an acknowledgement to promise.
    private static final Runnable NOTHING_TO_ACKNOWLEDGE = () -> {};

    private final SourceContext context;
    private final BooleanSupplier closing;

    Outlet(final SourceContext context, final BooleanSupplier closing) {
        this.context = context;
        this.closing = closing;
    }

    Event event(final String machine, final long sourceTimeNs, final long gatewayTimeNs, final Fact fact) {
        return new Event(EventHead.of(context.gateway(), context.source(), machine, sourceTimeNs, gatewayTimeNs), fact);
    }

    /** For data of a machine. */
    DataMessage dataMessage(final String machine) {
        return new DataMessage(EventWriter.texts(machine, context.gateway(), context.source()));
    }

    void put(final WritableMessage message) {
        if (!context.inlet().tryOffer(message, NOTHING_TO_ACKNOWLEDGE)) {
            insist(() -> context.inlet().tryOffer(message, NOTHING_TO_ACKNOWLEDGE));
        }
    }

    /** Offers one message; nothing if it is empty. */
    void put(final List<Event> message) {
        if (!message.isEmpty()) {
            insist(() -> context.inlet().tryOffer(message, NOTHING_TO_ACKNOWLEDGE));
        }
    }

    void put(
            final DeadLetter.Reason reason,
            final String detail,
            final String machine,
            final String origin,
            final long receivedNs,
            final byte[] payload) {
        final DeadLetter letter =
                new DeadLetter(context.source(), origin, receivedNs, reason, detail, machine, "", "", payload);
        insist(() -> context.inlet().tryOffer(letter, NOTHING_TO_ACKNOWLEDGE));
    }

    private void insist(final BooleanSupplier offer) {
        long parkNs = FIRST_PARK_NS;
        int triesLeft = TRIES_WHEN_CLOSING;
        while (!offer.getAsBoolean() && triesLeft > 0) {
            LockSupport.parkNanos(parkNs);
            parkNs = Math.min(2 * parkNs, LAST_PARK_NS);
            if (closing.getAsBoolean()) {
                triesLeft--;
            }
        }
    }
}
