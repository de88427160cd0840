package io.millrace.core.machine;

import io.millrace.core.event.Event;
import io.millrace.core.plant.Definitions;

/** API first: body follows. */
public final class MachineAccount {
    public MachineAccount(final String machine) {}

    public static MachineAccount read(final byte[] state) {
        throw new IllegalStateException();
    }

    public byte[] write() {
        throw new IllegalStateException();
    }

    public void apply(final Event event, final Definitions definitions, final History history, final Outputs out) {}
}
