package io.millrace.core.machine;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.ledger.Told;
import io.millrace.core.ledger.ToldCodec;
import io.millrace.core.plant.Activity;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.core.timeline.Position;
import org.jspecify.annotations.Nullable;

/** One operation at one machine: what is true of it, and what has been told. Mutable; not thread-safe. */
final class OperationLedger {
    final OperationKey operation;
    Quantities counted = Quantities.ZERO;
    /** Counted beside the authority. */
    Quantities observed = Quantities.ZERO;
    /** Up to the last change of state or operation. */
    Activity activity = Activity.NONE;

    Told told = Told.NOTHING;
    /** How often it was completed here; more than once if it was started again. */
    int completions;
    /** Gateway time of the last confirmation, or of the first unit before it. */
    long toldAtNs = Position.NEVER;
    /** Source times of the first and last unit since the last confirmation. */
    long pendingFromNs = Position.NEVER;

    long pendingToNs = Position.NEVER;
    long touchedNs = Position.NEVER;
    boolean firstGoodSaid;
    /** Counted or told moved since the last quantity statement. */
    boolean dirty;
    /** What the operation's own account was last told: see {@link #announcement}. */
    long announced = -1;

    /** What was told as it was written last: it changes with a confirmation, all else with each unit. */
    private final BinaryWriter toldBytes = new BinaryWriter();

    private @Nullable Told writtenTold;

    OperationLedger(final OperationKey operation) {
        this.operation = operation;
    }

    Quantities pending() {
        return counted.minus(told.quantities());
    }

    /** Something of it changed: it stays near for a while. */
    void touch(final long gatewayNs) {
        dirty = true;
        touchedNs = gatewayNs;
    }

    void count(final Quantities units, final long sourceNs, final long gatewayNs) {
        counted = counted.plus(units);
        touch(gatewayNs);
        if (toldAtNs == Position.NEVER) {
            toldAtNs = gatewayNs;
        }
        pendingFromNs = pendingFromNs == Position.NEVER ? sourceNs : Math.min(pendingFromNs, sourceNs);
        pendingToNs = Math.max(pendingToNs, sourceNs);
    }

    void tell(final Told after, final long gatewayNs) {
        told = after;
        toldAtNs = gatewayNs;
        touch(gatewayNs);
        if (pending().isZero()) {
            pendingFromNs = Position.NEVER;
            pendingToNs = Position.NEVER;
        }
    }

    /** Something told is pending again. */
    void reopen(final long sourceNs) {
        if (pendingFromNs == Position.NEVER) {
            pendingFromNs = sourceNs;
            pendingToNs = sourceNs;
        }
    }

    /** A number that differs whenever the operation's own account has something to hear. */
    long announcement(final boolean open, final boolean ran) {
        return ((long) told.number() << 3) | (ran ? 4 : 0) | (!open && pending().isZero() ? 2 : 0) | (open ? 1 : 0);
    }

    /** True if it left a trace: a start that was cancelled before anything was made leaves none. */
    boolean hasRun() {
        return completions > 0 || !counted.isZero() || !told.quantities().isZero();
    }

    void write(final BinaryWriter out) {
        out.text(operation.order()).text(operation.operation());
        ToldCodec.quantities(counted, out);
        ToldCodec.quantities(observed, out);
        ToldCodec.activity(activity, out);
        if (writtenTold != told) {
            writtenTold = told;
            ToldCodec.write(told, toldBytes.clear());
        }
        out.all(toldBytes);
        out.number(completions)
                .number(toldAtNs)
                .number(pendingFromNs)
                .number(pendingToNs)
                .number(touchedNs);
        out.flag(firstGoodSaid).flag(dirty).number(announced);
    }

    static OperationLedger read(final BinaryReader in) {
        final OperationLedger ledger = new OperationLedger(new OperationKey(in.text(), in.text()));
        ledger.counted = ToldCodec.quantities(in);
        ledger.observed = ToldCodec.quantities(in);
        ledger.activity = ToldCodec.activity(in);
        ledger.told = ToldCodec.read(in);
        ledger.completions = (int) in.number();
        ledger.toldAtNs = in.number();
        ledger.pendingFromNs = in.number();
        ledger.pendingToNs = in.number();
        ledger.touchedNs = in.number();
        ledger.firstGoodSaid = in.flag();
        ledger.dirty = in.flag();
        ledger.announced = in.number();
        return ledger;
    }
}
