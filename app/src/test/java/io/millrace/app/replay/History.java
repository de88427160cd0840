package io.millrace.app.replay;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventEncoder;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** One machine at work, as a gateway would have sent it: an event a second, numbered without holes. */
final class History {
    static final long START_NS = 1_790_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    final String machine;
    private final List<byte[]> waiting = new ArrayList<>();
    private long nowNs = START_NS;
    private long sequence;
    private long good;

    History(final String machine) {
        this.machine = machine;
    }

    static byte[] definition(final Fact.Definition definition) {
        return encoded(new Event(EventHead.of("gw1", "master-data", "", 0, START_NS), definition));
    }

    /** @return what happened since the last call */
    List<byte[]> take() {
        final List<byte[]> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    History started(final String order) {
        return context(Transition.STARTED, order);
    }

    History completed(final String order) {
        return context(Transition.COMPLETED, order);
    }

    private History context(final Transition transition, final String order) {
        return said(new Fact.OrderContext(transition, false, 0, order, "0010"));
    }

    /** A unit a second. */
    History makes(final int units) {
        for (int unit = 0; unit < units; unit++) {
            reads(1);
        }
        return this;
    }

    /** One reading, so many units further. */
    History reads(final int units) {
        good += units;
        return said(new Fact.CounterReading(Measure.GOOD, false, good * 1_000));
    }

    History stops(final String reason, final int seconds) {
        said(new Fact.StateChanged(MachineState.HELD, Mode.PRODUCTION, "stop", reason));
        nowNs += seconds * SECOND_NS;
        return runs();
    }

    History runs() {
        return said(new Fact.StateChanged(MachineState.EXECUTE, Mode.PRODUCTION, "run", ""));
    }

    History scraps() {
        return said(new Fact.ScrapDeclared(500, "DENT", "", ""));
    }

    /** The same event twice, and one that comes late. */
    History stutters() {
        waiting.add(waiting.get(waiting.size() - 1));
        return said(new Fact.MaterialConsumed(12_500, "STEEL", "L-1", "", ""), nowNs - 5 * SECOND_NS);
    }

    History ticks() {
        return said(new Fact.Tick());
    }

    private History said(final Fact fact) {
        nowNs += SECOND_NS;
        return said(fact, nowNs);
    }

    private History said(final Fact fact, final long atNs) {
        final EventHead head = EventHead.of("gw1", "plc", machine, atNs, nowNs)
                .withIds(machine + "-" + sequence, "")
                .withTransport(1, ++sequence);
        waiting.add(encoded(new Event(head, fact)));
        return this;
    }

    private static byte[] encoded(final Event event) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = new EventEncoder().encode(event, buffer, 0);
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
