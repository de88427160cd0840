package io.millrace.core.machine;

import io.millrace.core.event.Authority;
import io.millrace.core.event.ConfirmationPolicy;
import io.millrace.core.event.CorrectionPolicy;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.Mode;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;

/** A machine whose day a test tells second by second; its account is written and read again after each event. */
final class Press {
    static final String PATH = "acme/berlin/press/line1/press1";
    static final long SECOND_NS = 1_000_000_000L;
    /** Start of an hour. */
    static final long START_NS = 497_222L * 3_600 * SECOND_NS;

    static final OperationKey A = new OperationKey("1001", "0010");
    static final OperationKey B = new OperationKey("1002", "0010");

    final Definitions definitions = new Definitions();
    final MemoryHistory history = new MemoryHistory();
    final Said said = new Said();
    MachineAccount account;

    private final String path;
    private long incarnation = 1;
    private long sequence;
    private int ids;

    Press(final String path, final Authority authority, final int settleAfterSeconds) {
        this.path = path;
        this.account = new MachineAccount(path);
        definitions.apply(
                Fact.MachineDefined.of(path, authority, 0, 0, 60 * SECOND_NS, settleAfterSeconds * SECOND_NS));
    }

    static Press counting(final int settleAfterSeconds) {
        return new Press(PATH, Authority.COUNTER, settleAfterSeconds);
    }

    static Press reporting() {
        return new Press(PATH, Authority.REPORT, 0);
    }

    Press define(final OperationKey operation, final int everyUnits, final int intervalSeconds) {
        return define(
                operation,
                ConfirmationPolicy.of(
                        everyUnits * 1_000L, intervalSeconds * SECOND_NS, true, CorrectionPolicy.REVERSAL));
    }

    Press define(final OperationKey operation, final ConfirmationPolicy policy) {
        definitions.apply(Fact.OperationDefined.of(operation.order(), operation.operation(), 0, policy, "FG", "PCE"));
        return this;
    }

    static long at(final double second) {
        return START_NS + Math.round(second * SECOND_NS);
    }

    Press start(final double second, final OperationKey operation) {
        return context(second, Transition.STARTED, operation, 0, false);
    }

    Press complete(final double second, final OperationKey operation) {
        return context(second, Transition.COMPLETED, operation, 0, false);
    }

    Press context(
            final double second,
            final Transition transition,
            final OperationKey operation,
            final int revision,
            final boolean cancelled) {
        return say(
                second,
                new Fact.OrderContext(transition, cancelled, revision, operation.order(), operation.operation()));
    }

    /** The counter stands at so many units. */
    Press good(final double second, final long units) {
        return say(second, new Fact.CounterReading(Measure.GOOD, false, units * 1_000));
    }

    Press state(final double second, final MachineState state) {
        return say(second, new Fact.StateChanged(state, Mode.PRODUCTION, "", ""));
    }

    Press tick(final double second) {
        return say(second, new Fact.Tick());
    }

    Press request(final double second) {
        return say(second, new Fact.Decision(DecisionType.SETTLE_REQUESTED, "", "anna", ""));
    }

    Press say(final double second, final Fact fact) {
        return say(second, second, fact);
    }

    Press say(final double second, final double gatewaySecond, final Fact fact) {
        return hear(event(second, gatewaySecond, fact));
    }

    /** What the source would say with an id of its own, numbered by the gateway. */
    Event event(final double second, final double gatewaySecond, final Fact fact) {
        final EventHead head = EventHead.of("gw1", "plc", path, at(second), at(gatewaySecond));
        return new Event(head.withIds("e" + ++ids, "").withTransport(incarnation, ++sequence), fact);
    }

    /** The same said by the source once more: a number of its own from the gateway. */
    Press repeat(final Event event) {
        return hear(event.withHead(event.head().withTransport(incarnation, ++sequence)));
    }

    Press hear(final Event event) {
        account.apply(event, definitions, history, said);
        account = MachineAccount.read(account.write());
        return this;
    }

    void restartGateway() {
        incarnation++;
        sequence = 0;
    }
}
