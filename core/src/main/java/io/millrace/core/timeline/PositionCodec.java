package io.millrace.core.timeline;

import io.millrace.core.binary.BinaryReader;
import io.millrace.core.binary.BinaryWriter;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Mode;
import io.millrace.core.plant.OperationKey;

/** A position as bytes. Stateless. */
final class PositionCodec {
    private PositionCodec() {}

    static void write(final Position position, final BinaryWriter out) {
        for (final Baseline base : position.baselines) {
            out.flag(base != null);
            if (base != null) {
                baseline(base, out);
            }
        }
        out.number(position.open.size());
        for (final OperationKey operation : position.open) {
            EntryCodec.operation(operation, out);
        }
        EntryCodec.operation(position.running, out);
        EntryCodec.operation(position.before, out);
        out.number(position.beforeUntilNs).number(position.runningSinceNs);
        content(position.state, out);
        out.number(position.stateSinceNs).number(position.spanSinceNs).number(position.stopSinceNs);
        final Situation main = position.stopMain;
        out.flag(main != null);
        if (main != null) {
            content(main.content(), out);
            EntryCodec.operation(main.operation(), out);
            out.number(position.stopMainNs);
        }
    }

    private static void baseline(final Baseline base, final BinaryWriter out) {
        out.number(base.timeNs()).number(base.valueMilli()).flag(base.hasSuspect());
        if (base.hasSuspect()) {
            out.number(base.suspect().sinceNs()).number(base.suspect().valueMilli());
            out.number(base.suspect().sumMilli()).flag(base.suspect().rejected());
        }
    }

    private static Baseline baseline(final BinaryReader in) {
        final Baseline base = Baseline.of(in.number(), in.number());
        return in.flag() ? base.suspecting(in.number(), in.number(), in.number(), in.flag()) : base;
    }

    static void content(final StateContent content, final BinaryWriter out) {
        out.u8(content.state().code()).u8(content.mode().code());
        out.text(content.nativeState()).text(content.reason());
    }

    static StateContent content(final BinaryReader in) {
        return new StateContent(MachineState.of(in.u8()), Mode.of(in.u8()), in.text(), in.text());
    }

    static Position read(final BinaryReader in) {
        final Position position = new Position();
        for (int i = 0; i < position.baselines.length; i++) {
            position.baselines[i] = in.flag() ? baseline(in) : null;
        }
        final int open = in.count();
        for (int i = 0; i < open; i++) {
            final OperationKey operation = EntryCodec.operation(in);
            if (operation != null) {
                position.open.add(operation);
            }
        }
        position.running = EntryCodec.operation(in);
        position.before = EntryCodec.operation(in);
        position.beforeUntilNs = in.number();
        position.runningSinceNs = in.number();
        position.state = content(in);
        position.stateSinceNs = in.number();
        position.spanSinceNs = in.number();
        position.stopSinceNs = in.number();
        if (in.flag()) {
            position.stopMain = new Situation(content(in), EntryCodec.operation(in), false);
            position.stopMainNs = in.number();
        }
        return position;
    }
}
