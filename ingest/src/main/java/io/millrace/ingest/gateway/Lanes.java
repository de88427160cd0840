package io.millrace.ingest.gateway;

import io.millrace.core.event.Event;
import io.millrace.core.event.Fact;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import io.millrace.ingest.source.WritableMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts what sources say on its lane: telemetry on one, all that counts on the other. A message of both is durable when both parts are. */
final class Lanes implements Inlet {
    private final EventRing critical;
    private final EventRing telemetry;

    Lanes(final EventRing critical, final EventRing telemetry) {
        this.critical = critical;
        this.telemetry = telemetry;
    }

    private static boolean isTelemetry(final Event event) {
        return event.fact() instanceof Fact.ProcessValue;
    }

    @Override
    public boolean tryOffer(final List<Event> message, final Runnable durable) {
        int values = 0;
        for (int i = 0; i < message.size(); i++) {
            values += isTelemetry(message.get(i)) ? 1 : 0;
        }
        if (values == 0) {
            return critical.tryOffer(message, durable);
        }
        return values == message.size() ? telemetry.tryOffer(message, durable) : tryOfferParts(message, durable);
    }

    @Override
    public boolean tryOffer(final WritableMessage message, final Runnable durable) {
        return (message.isTelemetry() ? telemetry : critical).tryOffer(message, durable);
    }

    @Override
    public boolean tryQueue(final WritableMessage message, final Runnable durable) {
        return (message.isTelemetry() ? telemetry : critical).tryQueue(message, durable);
    }

    @Override
    public void wake() {
        critical.wake();
        telemetry.wake();
    }

    /**
     * Each part is one group. Telemetry goes first: should another source take the other part's room in that moment, the message is
     * offered again and its values are said twice, which adds nothing up.
     */
    private boolean tryOfferParts(final List<Event> message, final Runnable durable) {
        final List<Event> values = new ArrayList<>();
        final List<Event> others = new ArrayList<>();
        message.forEach(event -> (isTelemetry(event) ? values : others).add(event));
        if (critical.remaining() < Math.min(others.size(), critical.capacity())) {
            return false;
        }
        final AtomicInteger parts = new AtomicInteger(2);
        final Runnable part = () -> {
            if (parts.decrementAndGet() == 0) {
                durable.run();
            }
        };
        return telemetry.tryOffer(values, part) && critical.tryOffer(others, part);
    }

    @Override
    public boolean tryOffer(final DeadLetter letter, final Runnable durable) {
        return critical.tryOffer(letter, durable);
    }

    @Override
    public boolean isBlocked() {
        return critical.isBlocked() || telemetry.isBlocked();
    }
}
