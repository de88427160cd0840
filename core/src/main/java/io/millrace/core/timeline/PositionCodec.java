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
                out.number(base.timeNs()).number(base.valueMilli()).number(base.suspectMilli());
            }
        }
        out.number(position.open.size());
        for (final OperationKey operation : position.open) {
            EntryCodec.operation(operation, out);
        }
        EntryCodec.operation(position.running, out);
        EntryCodec.operation(position.before, out);
        out.number(position.runningSinceNs);
        out.u8(position.state.state().code()).u8(position.state.mode().code());
        out.text(position.state.nativeState()).text(position.state.reason());
        out.number(position.stateSinceNs);
    }

    static Position read(final BinaryReader in) {
        final Position position = new Position();
        for (int i = 0; i < position.baselines.length; i++) {
            position.baselines[i] = in.flag() ? new Baseline(in.number(), in.number(), in.number()) : null;
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
        position.runningSinceNs = in.number();
        position.state = new StateContent(MachineState.of(in.u8()), Mode.of(in.u8()), in.text(), in.text());
        position.stateSinceNs = in.number();
        return position;
    }
}
