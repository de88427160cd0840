package io.millrace.ingest.gateway;

import io.millrace.ingest.journal.DamagedRecords;
import io.millrace.ingest.source.DeadLetter;
import io.millrace.ingest.source.Inlet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;

/** Declares what the journals have lost: each find is a dead letter with what is left of the records. Belongs to one thread at a time. */
final class DamageReport {
    private static final String SOURCE = "journal";

    private final List<Lane> lanes;
    private final Inlet inlet;
    private final LongSupplier clockNs;
    private final Queue<DeadLetter> undeclared = new ArrayDeque<>();

    DamageReport(final List<Lane> lanes, final Inlet inlet, final LongSupplier clockNs) {
        this.lanes = lanes;
        this.inlet = inlet;
        this.clockNs = clockNs;
    }

    /** What finds no room is declared the next time. */
    synchronized void declare() {
        for (final Lane lane : lanes) {
            for (DamagedRecords found = lane.journal().pollDamaged();
                    found != null;
                    found = lane.journal().pollDamaged()) {
                undeclared.add(letter(lane, found));
            }
        }
        while (!undeclared.isEmpty() && inlet.tryOffer(undeclared.element(), () -> {})) {
            undeclared.remove();
        }
    }

    private DeadLetter letter(final Lane lane, final DamagedRecords found) {
        final String records = found.range();
        return new DeadLetter(
                SOURCE,
                lane.name() + " journal, " + records,
                clockNs.getAsLong(),
                DeadLetter.Reason.UNDECODABLE,
                records + " of the " + lane.name()
                        + " journal cannot be read any more, what was in them is lost: check the disk",
                "",
                "",
                "",
                found.remains());
    }
}
