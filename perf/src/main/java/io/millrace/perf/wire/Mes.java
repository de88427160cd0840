package io.millrace.perf.wire;

import io.millrace.perf.plant.OfficeEvent;
import io.millrace.perf.plant.OfficeEvent.ContextCorrected;
import io.millrace.perf.plant.OfficeEvent.ReasonAssigned;
import io.millrace.perf.plant.OfficeEvent.SettleRequested;
import io.millrace.perf.plant.OfficeEvent.Undecodable;
import io.millrace.perf.plant.OfficeEvent.UnknownMachine;
import io.millrace.perf.plant.PlantLayout;
import java.nio.charset.StandardCharsets;

/** The manufacturing execution system, as far as Millrace sees it: corrections, reasons and decisions as canonical JSON, for machines of every protocol. */
public final class Mes {

    private static final String ACTOR = "mes";

    private final Outbox outbox;

    public Mes(final Outbox outbox) {
        this.outbox = outbox;
    }

    public void tell(final OfficeEvent event) {
        if (event instanceof ContextCorrected corrected) {
            correct(corrected);
        } else if (event instanceof ReasonAssigned assigned) {
            publish(
                    event,
                    "reason",
                    message(event)
                            .with("from", assigned.fromMs())
                            .with("reason", assigned.reason())
                            .with("actor", ACTOR));
        } else if (event instanceof SettleRequested) {
            publish(
                    event,
                    "decision",
                    message(event)
                            .with("type", "SETTLE_REQUESTED")
                            .with("target", event.machine().path())
                            .with("actor", ACTOR)
                            .with("reason", "end of the run"));
        } else if (event instanceof Undecodable) {
            outbox.send(event.machine().topic("count"), "{\"quantity\": tw".getBytes(StandardCharsets.UTF_8));
        } else if (event instanceof UnknownMachine) {
            outbox.send(
                    PlantLayout.TOPIC_ROOT + "demo/berlin/attic/line0/ghost1/count",
                    message(event).with("measure", "good").with("quantity", 1).bytes());
        } else {
            throw new IllegalArgumentException("no JSON for " + event);
        }
    }

    /**
     * The true start is said first, then the wrong one is withdrawn: so only the units between the two ever change their order.
     */
    private void correct(final ContextCorrected corrected) {
        publish(
                corrected,
                "context",
                CanonicalJson.of(corrected.id() + "-restated", corrected.trueMs())
                        .with("transition", "STARTED")
                        .withOrder(corrected.after()));
        publish(
                corrected,
                "context",
                CanonicalJson.of(corrected.id() + "-withdrawn", corrected.saidMs())
                        .with("transition", "STARTED")
                        .withOrder(corrected.after())
                        .with("revision", 1)
                        .with("cancelled", true));
    }

    private static CanonicalJson message(final OfficeEvent event) {
        return CanonicalJson.of(event.id(), event.timeMs());
    }

    private void publish(final OfficeEvent about, final String kind, final CanonicalJson message) {
        outbox.send(about.machine().topic(kind), message.bytes());
    }
}
