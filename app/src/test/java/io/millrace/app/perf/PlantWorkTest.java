package io.millrace.app.perf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.event.Event;
import io.millrace.core.event.EventDecoder;
import io.millrace.core.event.Fact;
import io.millrace.core.event.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PlantWorkTest {
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final WorkPlan PLAN = new WorkPlan(5, 7, 8, 24, true, 42);

    @Test
    void shouldBeTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(worked(PLAN, 2).bytes).containsExactlyElementsOf(worked(PLAN, 2).bytes);
        assertThat(worked(new WorkPlan(5, 7, 8, 24, true, 43), 2).bytes).isNotEqualTo(worked(PLAN, 2).bytes);
    }

    @Test
    void shouldBeAsMuchAsThePlanSays() {
        final Taken taken = worked(PLAN, 3);

        assertThat(taken.events).hasSize(Math.toIntExact(3 * PLAN.eventsPerDay()));
        assertThat(taken.definitions.stream().filter(Fact.OperationDefined.class::isInstance))
                .hasSize(Math.toIntExact(3 * PLAN.definitionsPerDay()));
    }

    /** As a gateway numbers them, and never back in time: what goes back is late, and later than the horizon is quarantined. */
    @Test
    void shouldNumberEachMachinesEventsWithoutHolesInTheOrderOfTime() {
        final Map<String, Event> last = new HashMap<>();
        for (final Event event : worked(PLAN, 3).events) {
            final Event before = last.put(event.head().machine(), event);
            assertThat(event.head().sequence())
                    .isEqualTo(before == null ? 1 : before.head().sequence() + 1);
            assertThat(event.head().sourceTimeNs())
                    .isGreaterThanOrEqualTo(
                            before == null ? START_NS : before.head().sourceTimeNs())
                    .isLessThanOrEqualTo(event.head().gatewayTimeNs());
        }
        assertThat(last).hasSize(PLAN.machines());
    }

    @Test
    void shouldMakeNothingOutsideOfOperationsAndKnowWhatItMade() {
        final PlantWork work = new PlantWork(PLAN, START_NS);
        final Taken taken = worked(work, PLAN, 3);
        final Map<String, Long> running = new HashMap<>();
        final Map<String, Long> counter = new HashMap<>();
        for (final Event event : taken.events) {
            final String machine = event.head().machine();
            if (event.fact() instanceof Fact.OrderContext context) {
                running.merge(machine, context.transition() == Transition.STARTED ? 1L : -1L, Long::sum);
            } else if (event.fact() instanceof Fact.CounterReading reading) {
                final Long before = counter.put(machine, reading.valueMilli());
                assertThat(running.get(machine)).as("an operation runs").isOne();
                assertThat(reading.valueMilli()).isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
        }
        assertThat(running.values()).as("everything is completed").containsOnly(0L);
        assertThat(work.completedMilli()).isEqualTo(counter);
        assertThat(counter.values()).allSatisfy(made -> assertThat(made).isPositive());
    }

    /** The planned quantity is what is made: planned and made are drawn apart. */
    @Test
    void shouldPlanWhatItMakes() {
        final PlantWork work = new PlantWork(PLAN, START_NS);
        final Taken taken = worked(work, PLAN, 2);
        long planned = 0;
        final Set<String> orders = new HashSet<>();
        for (final Fact.Definition definition : taken.definitions) {
            if (definition instanceof Fact.OperationDefined operation) {
                planned += operation.plannedMilli();
                orders.add(operation.order());
            }
        }
        assertThat(orders).hasSize(Math.toIntExact(2 * PLAN.definitionsPerDay()));
        assertThat(work.completedMilli().values().stream().mapToLong(Long::longValue))
                .hasSize(PLAN.machines());
        assertThat(work.completedMilli().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(planned);
    }

    @Test
    void shouldLetAFewMachinesWorkOnAlone() {
        final PlantWork work = new PlantWork(PLAN, START_NS);
        worked(work, PLAN, 1);
        final Map<String, Long> before = new TreeMap<>(work.completedMilli());
        final Taken more = new Taken();

        final List<String> chosen = work.oneMoreOperation(2, more);

        assertThat(chosen).hasSize(2);
        assertThat(more.definitions).hasSize(2);
        assertThat(more.events).allMatch(event -> chosen.contains(event.head().machine()));
        work.completedMilli()
                .forEach((machine, made) ->
                        assertThat(made > before.get(machine)).as(machine).isEqualTo(chosen.contains(machine)));
    }

    private static Taken worked(final WorkPlan plan, final int days) {
        return worked(new PlantWork(plan, START_NS), plan, days);
    }

    private static Taken worked(final PlantWork work, final WorkPlan plan, final int days) {
        final Taken taken = new Taken();
        for (int tick = 0; tick < days * plan.ticksPerDay(); tick++) {
            work.advance(taken);
        }
        assertThat(work.days()).isEqualTo(days);
        return taken;
    }

    private static final class Taken implements EventSink {
        private final EventDecoder decoder = new EventDecoder();
        final List<byte[]> bytes = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        final List<Fact.Definition> definitions = new ArrayList<>();

        @Override
        public void event(final byte[] key, final byte[] value) {
            final Event event = decoder.decode(new UnsafeBuffer(value), 0);
            assertThat(new String(key, StandardCharsets.UTF_8))
                    .isEqualTo(event.head().machine());
            bytes.add(value);
            events.add(event);
        }

        @Override
        public void definition(final byte[] value) {
            bytes.add(value);
            definitions.add(
                    (Fact.Definition) decoder.decode(new UnsafeBuffer(value), 0).fact());
        }
    }
}
