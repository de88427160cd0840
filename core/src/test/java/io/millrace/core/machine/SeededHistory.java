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
import io.millrace.core.event.ReasonCategory;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.Definitions;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A machine's day, made from a seed, together with what is true of it. It knows each unit's time and order by itself and never looks
 * at what the account makes of the events.
 */
final class SeededHistory {
    static final String MACHINE = "acme/berlin/press/line1/press1";
    static final long START_NS = 1_790_000_000_000_000_000L;
    private static final long MS = 1_000_000L;
    private static final long MODULUS_MILLI = 100_000;
    /** A shift every half hour with a break in it, so that every history crosses some. */
    private static final String CALENDAR = IntStream.range(0, 48)
            .mapToObj(half -> "shift s%1$d Mon-Sun %2$02d:%3$02d-%4$02d:%5$02d break %2$02d:%6$02d-%2$02d:%7$02d%n"
                    .formatted(
                            half,
                            half / 2,
                            half % 2 * 30,
                            (half + 1) / 2,
                            (half + 1) % 2 * 30,
                            half % 2 * 30 + 10,
                            half % 2 * 30 + 12))
            .collect(Collectors.joining());

    final Authority authority;
    final List<Event> events = new ArrayList<>();
    final Definitions definitions = new Definitions();
    final Map<OperationKey, Quantities> truth = new TreeMap<>();
    long madeMilli;
    long unattributedMilli;
    long labourNs;

    private final Random random;
    private long nowMs;
    private long good;
    private long scrap;
    private int ids;
    private MachineState state = MachineState.IDLE;

    SeededHistory(final long seed) {
        random = new Random(seed);
        authority = random.nextInt(3) == 0 ? Authority.REPORT : Authority.COUNTER;
        definitions.apply(new Fact.MachineDefined(
                0,
                authority,
                MODULUS_MILLI,
                60_000,
                0,
                0,
                3_600_000_000_000L,
                0,
                0,
                false,
                MACHINE,
                "Europe/Berlin",
                ""));
        definitions.apply(new Fact.CalendarDefined(0, "acme/berlin", "Australia/Lord_Howe", CALENDAR));
        definitions.apply(new Fact.ReasonDefined(0, ReasonCategory.FAILURE, "JAM", ""));
        good = random.nextInt(100);
        counter(Measure.GOOD, good, false);
        counter(Measure.SCRAP, scrap, false);
        final int orders = 2 + random.nextInt(4);
        for (int i = 0; i < orders; i++) {
            order(new OperationKey("10" + i, "0010"));
        }
        say(new Fact.StateChanged(MachineState.IDLE, Mode.PRODUCTION, "4", ""));
        truth.values().removeIf(Quantities::isZero);
    }

    private void order(final OperationKey key) {
        define(key);
        final boolean wronglyStarted = random.nextInt(4) == 0;
        final long startNs = say(context(Transition.STARTED, key, 0, false));
        if (wronglyStarted) {
            produceUnattributed(1 + random.nextInt(6), startNs);
            say(context(Transition.STARTED, key, 0, false));
        }
        produce(key, 5 + random.nextInt(40));
        if (random.nextInt(4) == 0) {
            say(context(Transition.PAUSED, key, 0, false));
            standStill();
            say(context(Transition.RESUMED, key, 0, false));
            produce(key, random.nextInt(10));
        }
        if (random.nextBoolean()) {
            labourNs += 90_000_000_000L;
            say(new Fact.LabourRecorded(90_000_000_000L, "anna", "work", key.order(), key.operation()));
        }
        say(context(Transition.COMPLETED, key, 0, false));
        counter(Measure.GOOD, good, false);
        counter(Measure.SCRAP, scrap, false);
        if (random.nextInt(3) == 0) {
            makeUnattributed(random.nextInt(5));
        }
        if (random.nextInt(3) == 0) {
            nowMs += random.nextInt(3 * 3_600_000);
            tick();
        }
    }

    /** The order was started too early by mistake: what was made so far belongs to no order, which the MES says afterwards. */
    private void produceUnattributed(final int units, final long startNs) {
        counter(Measure.GOOD, good, false);
        counter(Measure.SCRAP, scrap, false);
        makeUnattributed(units);
        final Event cancelled = events.stream()
                .filter(event -> event.head().sourceTimeNs() == startNs && event.fact() instanceof Fact.OrderContext)
                .findFirst()
                .orElseThrow();
        final Fact.OrderContext wrong = (Fact.OrderContext) cancelled.fact();
        sayAt(startNs, new Fact.OrderContext(Transition.STARTED, true, 1, wrong.order(), wrong.operation()));
    }

    private void makeUnattributed(final int units) {
        for (int i = 0; i < units; i++) {
            unit(false);
            unattributedMilli += 1_000;
        }
    }

    private void produce(final OperationKey key, final int units) {
        become(MachineState.EXECUTE, "");
        for (int i = 0; i < units; i++) {
            final boolean bad = random.nextInt(12) == 0;
            unit(bad);
            truth.merge(key, Quantities.of(bad ? Measure.SCRAP : Measure.GOOD, 1_000), Quantities::plus);
            if (random.nextInt(15) == 0) {
                standStill();
            }
            if (authority == Authority.COUNTER && random.nextInt(25) == 0) {
                good = 0;
                counter(Measure.GOOD, good, true);
            }
            if (authority == Authority.COUNTER && random.nextInt(30) == 0) {
                glitch();
            }
        }
    }

    private void unit(final boolean bad) {
        madeMilli += 1_000;
        if (authority == Authority.REPORT) {
            say(new Fact.CountReport(bad ? Measure.SCRAP : Measure.GOOD, 1_000, "", "", ""));
        } else if (bad) {
            scrap += 1;
            counter(Measure.SCRAP, scrap, false);
        } else {
            good = (good + 1) % (MODULUS_MILLI / 1_000);
            counter(Measure.GOOD, good, false);
        }
    }

    /** One absurd reading: no evidence of a reset, and too far for a wrap. */
    private void glitch() {
        if (good > 35 && good < 90) {
            counter(Measure.GOOD, good - 30, false);
        }
    }

    private void standStill() {
        if (random.nextInt(3) == 0) {
            nowMs += random.nextInt(25 * 60_000);
        }
        final long heldSinceNs = become(MachineState.HELD, random.nextBoolean() ? "JAM" : "");
        if (random.nextBoolean()) {
            tick();
            say(new Fact.ReasonAssigned(heldSinceNs, "NO-MATERIAL", "anna"));
        }
        become(MachineState.EXECUTE, "");
    }

    private long become(final MachineState next, final String reason) {
        state = next;
        return say(new Fact.StateChanged(state, Mode.PRODUCTION, Integer.toString(state.code()), reason));
    }

    private void counter(final Measure measure, final long value, final boolean reset) {
        say(new Fact.CounterReading(measure, reset, value * 1_000));
    }

    private Fact context(
            final Transition transition, final OperationKey key, final int revision, final boolean cancelled) {
        return new Fact.OrderContext(transition, cancelled, revision, key.order(), key.operation());
    }

    private void define(final OperationKey key) {
        final CorrectionPolicy policy = random.nextBoolean() ? CorrectionPolicy.REVERSAL : CorrectionPolicy.DELTA;
        definitions.apply(Fact.OperationDefined.of(
                key.order(),
                key.operation(),
                20_000,
                new ConfirmationPolicy(
                        random.nextInt(3) * 4_000L,
                        random.nextBoolean() ? 2_000 * MS : 0,
                        true,
                        random.nextBoolean(),
                        true,
                        true,
                        ConfirmationPolicy.AS_THE_MACHINE,
                        policy),
                "FG",
                "PCE"));
    }

    private void tick() {
        nowMs += 1 + random.nextInt(3_000);
        events.add(event(START_NS + nowMs * MS, new Fact.Tick(), ""));
    }

    private long say(final Fact fact) {
        nowMs += 1 + random.nextInt(200);
        if (random.nextInt(10) == 0) {
            tick();
        }
        nowMs++;
        return sayAt(START_NS + nowMs * MS, fact);
    }

    private long sayAt(final long timeNs, final Fact fact) {
        events.add(event(timeNs, fact, "e" + ids++));
        return timeNs;
    }

    private Event event(final long timeNs, final Fact fact, final String id) {
        final EventHead head = EventHead.of("gw1", "mes", MACHINE, timeNs, START_NS + nowMs * MS);
        return new Event(head.withIds(id, ""), fact);
    }

    /** Everything is to be told now; the same event whenever it is asked for. */
    Event request() {
        final long timeNs = START_NS + (nowMs + 1_000) * MS;
        final EventHead head =
                EventHead.of("gw1", "mes", MACHINE, timeNs, timeNs).withIds("r", "");
        return new Event(head, new Fact.Decision(DecisionType.SETTLE_REQUESTED, "", "test", ""));
    }
}
