package io.millrace.core.machine;

import static java.util.Objects.requireNonNull;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.Measure;
import io.millrace.core.ledger.ToldCodec;
import io.millrace.core.machine.Outputs.Planned;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Changes;
import io.millrace.core.timeline.Position;
import io.millrace.core.timeline.Timeline;
import io.millrace.core.timeline.TimelineCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything kept of a machine beside the blocks of its older timeline: one record, written with each event. Not thread-safe. */
final class MachineHead {
    private static final int FORMAT = 1;
    /** Identities kept of events that stand at no time of their own. */
    private static final int DISPLACED_KEPT = 1024;
    /** More counts that came too late stay in quarantine for good. */
    static final int LATE_COUNTS_KEPT = 256;
    /** Materials whose lot is known. */
    static final int LOTS_KEPT = 64;

    final String machine;
    TransportMarks transport = new TransportMarks();
    Timeline timeline = new Timeline();
    final Map<OperationKey, OperationLedger> ledgers = new LinkedHashMap<>();
    final Set<Long> displaced = new LinkedHashSet<>();
    long newestGatewayNs = Position.NEVER;
    long accepted;
    /** Counts statements that can be restated. */
    long revisions;

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

    Quantities returned = Quantities.ZERO;
    long lostMilli;
    /** Version of the master data that the timeline was folded with. */
    int rulesVersion;
    /** The lasting span as it was last stated, and when; null if it was not. */
    Changes.@Nullable Span openSaid;
    /** End of the shift that the last tick fell into, {@link Position#NEVER} outside of shifts. */
    long shiftEndNs = Position.NEVER;
    /** Units counted since the last tick, by operation and piece of time. */
    final Map<Bucket, Quantities> uncounted = new LinkedHashMap<>();
    /** Counts that came too late and wait for a decision, by identity. */
    final Map<Long, LateCount> lateCounts = new LinkedHashMap<>();
    /** By material, the lot last reported here. */
    final Map<String, Lot> lots = new LinkedHashMap<>();

    /**
     * What units are summed over.
     *
     * @param operation null: unattributed
     * @param runtimePerUnitNs as it was planned when they were counted: taken back, they are taken back as they were said
     */
    record Bucket(@Nullable OperationKey operation, long fromNs, long runtimePerUnitNs, Planned planned) {}

    /** @param operation that the count names, null for none */
    record LateCount(Measure measure, long quantityMilli, @Nullable OperationKey operation, long timeNs) {}

    record Lot(long timeNs, String lot) {}

    /** Something changed since the last status and balance. */
    boolean dirty;

    @Nullable
    private MachineRules rules;

    @Nullable
    private History history;

    MachineHead(final String machine) {
        this.machine = machine;
    }

    /** The rules that the timeline is folded with: not kept, but taken from the master data of {@link #rulesVersion}. */
    MachineRules rules() {
        return requireNonNull(rules);
    }

    void rules(final MachineRules newRules) {
        rules = newRules;
    }

    /** The ledger of an operation: one that was put aside comes back. */
    OperationLedger ledger(final OperationKey operation) {
        final OperationLedger here = ledgers.get(operation);
        if (here != null) {
            return here;
        }
        final byte[] aside = history().ledger(operation);
        final OperationLedger ledger =
                aside == null ? new OperationLedger(operation) : OperationLedger.read(new BinaryReader(aside));
        if (aside != null) {
            history().removeLedger(operation);
        } else {
            ledger.touchedNs = newestGatewayNs;
        }
        ledgers.put(operation, ledger);
        return ledger;
    }

    /** True if the operation has left a trace here. */
    boolean knows(final OperationKey operation) {
        return ledgers.containsKey(operation) || history().ledger(operation) != null;
    }

    /** Takes a ledger that nothing is expected of out of the head, which is written with each event. */
    void putAside(final OperationLedger ledger) {
        final BinaryWriter out = new BinaryWriter();
        ledger.write(out);
        history().putLedger(ledger.operation, out.toBytes());
        ledgers.remove(ledger.operation);
    }

    /** Forgets ledgers that were put aside and not touched since a time. */
    void forgetAside(final long beforeNs) {
        for (final OperationKey operation : history().ledgers()) {
            final OperationLedger ledger = OperationLedger.read(
                    new BinaryReader(requireNonNull(history().ledger(operation))));
            if (ledger.touchedNs < beforeNs) {
                history().removeLedger(operation);
            }
        }
    }

    /** All operations that have left a trace here, those put aside last. */
    List<OperationKey> operations() {
        final List<OperationKey> operations = new ArrayList<>(ledgers.keySet());
        operations.addAll(history().ledgers());
        return operations;
    }

    private History history() {
        return requireNonNull(history);
    }

    void history(final History newHistory) {
        history = newHistory;
    }

    /** Notes units for the next statement of what was counted when. */
    void count(final Bucket bucket, final Quantities units) {
        if (uncounted.merge(bucket, units, Quantities::plus).isZero()) {
            uncounted.remove(bucket);
        }
    }

    /** Keeps the lot that was reported last, by source time. */
    void mount(final String material, final String lot, final long timeNs) {
        final Lot held = lots.get(material);
        if (!lot.isEmpty() && (held == null || held.timeNs() <= timeNs)) {
            lots.remove(material);
            lots.put(material, new Lot(timeNs, lot));
            if (lots.size() > LOTS_KEPT) {
                lots.remove(lots.keySet().iterator().next());
            }
        }
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
        writeRest(out);
        return out.toBytes();
    }

    private void writeRest(final BinaryWriter out) {
        ToldCodec.quantities(returned, out);
        out.number(lostMilli)
                .number(revisions)
                .number(rulesVersion)
                .number(shiftEndNs)
                .flag(openSaid != null);
        if (openSaid != null) {
            TimelineCodec.write(openSaid, out);
        }
        out.number(uncounted.size());
        uncounted.forEach((bucket, quantities) -> {
            TimelineCodec.write(bucket.operation(), out);
            out.number(bucket.fromNs()).number(bucket.runtimePerUnitNs());
            PlannedCodec.write(bucket.planned(), out);
            ToldCodec.quantities(quantities, out);
        });
        out.number(lateCounts.size());
        lateCounts.forEach((identity, late) -> {
            out.fixed(identity).u8(late.measure().code()).number(late.quantityMilli());
            TimelineCodec.write(late.operation(), out);
            out.number(late.timeNs());
        });
        out.number(lots.size());
        lots.forEach((material, lot) -> out.text(material).number(lot.timeNs()).text(lot.lot()));
    }

    private void readRest(final BinaryReader in) {
        returned = ToldCodec.quantities(in);
        lostMilli = in.number();
        revisions = in.number();
        rulesVersion = (int) in.number();
        shiftEndNs = in.number();
        openSaid = in.flag() ? TimelineCodec.readSpan(in) : null;
        final int buckets = in.count();
        for (int i = 0; i < buckets; i++) {
            uncounted.put(
                    new Bucket(TimelineCodec.readOperation(in), in.number(), in.number(), PlannedCodec.read(in)),
                    ToldCodec.quantities(in));
        }
        final int late = in.count();
        for (int i = 0; i < late; i++) {
            lateCounts.put(
                    in.fixed(),
                    new LateCount(Measure.of(in.u8()), in.number(), TimelineCodec.readOperation(in), in.number()));
        }
        final int known = in.count();
        for (int i = 0; i < known; i++) {
            lots.put(in.text(), new Lot(in.number(), in.text()));
        }
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
        head.readRest(in);
        return head;
    }
}
