package io.millrace.core.machine;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.ledger.ToldCodec;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Position;
import io.millrace.core.timeline.Timeline;
import io.millrace.core.timeline.TimelineCodec;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything kept of a machine beside the blocks of its older timeline: one record, written with each event. Not thread-safe. */
final class MachineHead {
    private static final int FORMAT = 1;
    /** Identities kept of events that stand at no time of their own. */
    private static final int DISPLACED_KEPT = 1024;

    final String machine;
    TransportMarks transport = new TransportMarks();
    Timeline timeline = new Timeline();
    final Map<OperationKey, OperationLedger> ledgers = new LinkedHashMap<>();
    final Set<Long> displaced = new LinkedHashSet<>();
    long newestGatewayNs = Position.NEVER;
    /** Counts accepted events; revisions are drawn from it. */
    long accepted;

    long repeated;
    long resent;
    long late;
    long corrections;
    long quarantinedEvents;
    long confirmations;
    Quantities attributed = Quantities.ZERO;
    Quantities unattributed = Quantities.ZERO;
    Quantities told = Quantities.ZERO;
    long quarantinedMilli;

    @Nullable
    UUID lastConfirmation;
    /** Something changed since the last status and balance. */
    boolean dirty;

    MachineHead(final String machine) {
        this.machine = machine;
    }

    OperationLedger ledger(final OperationKey operation) {
        return ledgers.computeIfAbsent(operation, OperationLedger::new);
    }

    /** @return false if it is known already */
    boolean displace(final long identity) {
        if (!displaced.add(identity)) {
            return false;
        }
        if (displaced.size() > DISPLACED_KEPT) {
            displaced.remove(displaced.iterator().next());
        }
        return true;
    }

    byte[] write(final BinaryWriter out) {
        out.clear().u8(FORMAT).text(machine);
        transport.write(out);
        TimelineCodec.write(timeline, out);
        out.number(ledgers.size());
        ledgers.values().forEach(ledger -> ledger.write(out));
        out.number(displaced.size());
        displaced.forEach(out::fixed);
        out.number(newestGatewayNs)
                .number(accepted)
                .number(repeated)
                .number(resent)
                .number(late);
        out.number(corrections).number(quarantinedEvents).number(confirmations);
        ToldCodec.quantities(attributed, out);
        ToldCodec.quantities(unattributed, out);
        ToldCodec.quantities(told, out);
        out.number(quarantinedMilli).flag(dirty).flag(lastConfirmation != null);
        if (lastConfirmation != null) {
            out.fixed(lastConfirmation.getMostSignificantBits()).fixed(lastConfirmation.getLeastSignificantBits());
        }
        return out.toBytes();
    }

    static MachineHead read(final byte[] bytes) {
        final BinaryReader in = new BinaryReader(bytes);
        in.format(FORMAT, "a machine's head");
        final MachineHead head = new MachineHead(in.text());
        head.transport = TransportMarks.read(in);
        head.timeline = TimelineCodec.read(in);
        final int ledgers = in.count();
        for (int i = 0; i < ledgers; i++) {
            final OperationLedger ledger = OperationLedger.read(in);
            head.ledgers.put(ledger.operation, ledger);
        }
        final int displaced = in.count();
        for (int i = 0; i < displaced; i++) {
            head.displaced.add(in.fixed());
        }
        head.newestGatewayNs = in.number();
        head.accepted = in.number();
        head.repeated = in.number();
        head.resent = in.number();
        head.late = in.number();
        head.corrections = in.number();
        head.quarantinedEvents = in.number();
        head.confirmations = in.number();
        head.attributed = ToldCodec.quantities(in);
        head.unattributed = ToldCodec.quantities(in);
        head.told = ToldCodec.quantities(in);
        head.quarantinedMilli = in.number();
        head.dirty = in.flag();
        head.lastConfirmation = in.flag() ? new UUID(in.fixed(), in.fixed()) : null;
        return head;
    }
}
