package io.millrace.ingest.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.millrace.core.event.Fact;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Measure;
import io.millrace.core.event.SignalQuality;
import io.millrace.ingest.signal.MachineSignals;
import io.millrace.ingest.signal.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;

class OpcUaSourceTest extends SourceRig {
    @Test
    void shouldTakeValuesWithTheirSourceTime() {
        connect(config(server.url()), 0);

        server.set("press1/Good", 101L, T0_MS + 1_001);
        server.set("press1/Good", 102L, T0_MS + 2_002);

        await().untilAsserted(() -> assertThat(inlet.of(Fact.CounterReading.class))
                .extracting(event -> event.head().sourceTimeNs() / 1_000_000, event -> event.fact())
                .containsExactly(
                        tuple(T0_MS, new Fact.CounterReading(Measure.GOOD, false, 100_000)),
                        tuple(T0_MS + 1_001, new Fact.CounterReading(Measure.GOOD, false, 101_000)),
                        tuple(T0_MS + 2_002, new Fact.CounterReading(Measure.GOOD, false, 102_000))));
        assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
        assertThat(inlet.of(Fact.OrderContext.class)).singleElement().satisfies(event -> {
            assertThat(event.head().machine()).isEqualTo(MILL);
            assertThat(event.head().source()).isEqualTo("opc");
        });
        assertThat(inlet.letters).isEmpty();
        assertThat(source.counters().notifications().sum()).isEqualTo(7);
    }

    @Test
    void shouldMakeOneFactOfStateAndReasonOfTheSameInstant() {
        connect(config(server.url()).withSubscription(300, Monitoring.STANDARD), 0);
        // Right after a report the next one is a whole interval away, so that both changes are in it.
        final long before = source.counters().notifications().sum();
        server.set("press1/Good", 101L, T0_MS + 1);
        await().until(() -> source.counters().notifications().sum() > before);
        inlet.events.clear();

        server.set("press1/State", 11, T0_MS + 5_000);
        server.set("press1/StopReason", "JAM", T0_MS + 5_000);

        await().untilAsserted(() -> assertThat(inlet.events).singleElement().satisfies(event -> {
            assertThat(event.fact()).isInstanceOfSatisfying(Fact.StateChanged.class, state -> {
                assertThat(state.state()).isEqualTo(MachineState.HELD);
                assertThat(state.reason()).isEqualTo("JAM");
            });
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(T0_MS + 5_000));
        }));
    }

    @Test
    void shouldSayUnknownForBadAndMarkUncertain() {
        connect(config(server.url()), 0);
        inlet.events.clear();

        server.set("press1/State", 6, T0_MS + 1_000, new StatusCode(StatusCodes.Bad_SensorFailure));
        server.set("press1/Good", 500L, T0_MS + 1_000, new StatusCode(StatusCodes.Bad_SensorFailure));
        server.set("mill1/Order", "1002/0010", T0_MS + 1_000, new StatusCode(StatusCodes.Uncertain_InitialValue));

        await().until(() -> inlet.events.size() >= 2);
        assertThat(inlet.facts(Fact.StateChanged.class))
                .extracting(Fact.StateChanged::state)
                .containsExactly(MachineState.UNKNOWN);
        assertThat(inlet.of(Fact.OrderContext.class))
                .extracting(event -> event.head().quality())
                .containsExactly(SignalQuality.UNCERTAIN);
        assertThat(inlet.of(Fact.CounterReading.class)).isEmpty();
        await().until(() -> source.counters().badValues().sum() == 2);
    }

    @Test
    void shouldResumeAfterAServerRestartAndDeclareTheOutage() throws Exception {
        connect(config(server.url()), 0);
        final long heardNs = inlet.of(Fact.CounterReading.class).get(0).head().gatewayTimeNs();
        inlet.events.clear();

        server.stop();
        final long downNs = nowNs();
        await("said within the bound")
                .atMost(Duration.ofSeconds(4))
                .until(() -> inlet.of(Fact.ConnectionChanged.class).size() >= 2);
        assertThat(inlet.events).extracting(event -> event.head().machine()).containsExactlyInAnyOrder(PRESS, MILL);
        final long lostNs = inlet.events.get(0).head().sourceTimeNs();
        assertThat(lostNs).isBetween(heardNs, downNs);
        assertThat(inlet.events).allSatisfy(event -> {
            assertThat(event.fact()).isEqualTo(new Fact.ConnectionChanged(false, source.fault()));
            assertThat(event.head().sourceTimeNs()).isEqualTo(lostNs);
            assertThat(event.head().gatewayTimeNs()).isBetween(lostNs, nowNs());
        });
        final String cause = source.fault();
        await("tries in vain").until(() -> !source.fault().equals(cause));
        server.set("press1/Good", 3L, T0_MS + 60_000);
        final long upNs = nowNs();
        server.start();

        await().until(() -> inlet.of(Fact.StateChanged.class).size() >= 2
                && !inlet.of(Fact.CounterReading.class).isEmpty());
        assertThat(inlet.of(Fact.SourceGap.class))
                .extracting(event -> event.head().machine())
                .containsExactlyInAnyOrder(PRESS, MILL);
        assertThat(inlet.facts(Fact.SourceGap.class)).allSatisfy(gap -> {
            assertThat(gap.fromNs()).as("where the loss was said to be").isEqualTo(lostNs);
            assertThat(gap.toNs()).isGreaterThanOrEqualTo(upNs);
        });
        final long gapEnd = inlet.facts(Fact.SourceGap.class).get(0).toNs();
        assertThat(inlet.facts(Fact.ConnectionChanged.class))
                .extracting(Fact.ConnectionChanged::connected)
                .as("of two machines, lost once and found once")
                .containsExactly(false, false, true, true);
        assertThat(inlet.events.get(2).fact()).isEqualTo(new Fact.ConnectionChanged(true, "connected again"));
        assertThat(inlet.events.get(2).head().sourceTimeNs()).isBetween(upNs, gapEnd);
        assertThat(inlet.events.get(3).fact()).isInstanceOf(Fact.SourceGap.class);
        assertThat(inlet.of(Fact.StateChanged.class))
                .allSatisfy(event -> assertThat(event.head().sourceTimeNs()).isGreaterThanOrEqualTo(gapEnd));
        assertThat(inlet.of(Fact.CounterReading.class)).first().satisfies(event -> {
            assertThat(event.fact()).isEqualTo(new Fact.CounterReading(Measure.GOOD, true, 3_000));
            assertThat(event.head().sourceTimeNs()).isEqualTo(ns(T0_MS + 60_000));
        });
        assertThat(source.counters().reconnects().sum()).isEqualTo(1);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(source.counters().gaps().sum()).isEqualTo(2);

        server.set("press1/Good", 4L, T0_MS + 61_000);
        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, false, 4_000)));
    }

    @Test
    void shouldSayTheLossOnceThereIsRoom() throws Exception {
        connect(config(server.url()), 0);
        inlet.events.clear();
        inlet.full = true;
        server.set("press1/Good", 101L, T0_MS + 1);
        await("a report waits").until(() -> inlet.refusals.sum() > 0);

        server.stop();
        await().until(() -> !source.fault().isEmpty());
        final long refusals = inlet.refusals.sum();
        await("the loss waits").until(() -> inlet.refusals.sum() > refusals + 100);
        assertThat(inlet.events).isEmpty();
        inlet.full = false;

        await().until(() -> inlet.events.size() >= 2);
        assertThat(inlet.of(Fact.ConnectionChanged.class))
                .extracting(event -> event.head().machine())
                .containsExactlyInAnyOrder(PRESS, MILL);
        server.start();
        await("what was given up is read anew").untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .extracting(Fact.CounterReading::valueMilli)
                .containsExactly(101_000L));
    }

    @Test
    void shouldSayNothingOfTheConnectionWhenItIsClosedOrNeverWas() throws Exception {
        connect(config(server.url()), 0);
        source.close();
        assertThat(inlet.of(Fact.ConnectionChanged.class)).as("a clean end").isEmpty();

        server.stop();
        inlet.events.clear();
        source = new OpcUaSource(config(server.url()), context(nowNs()));
        source.start();
        await("tries in vain").until(() -> !source.fault().isEmpty());
        server.start();
        await().until(source::isReady);
        assertThat(inlet.of(Fact.SourceGap.class)).hasSize(2);
        assertThat(inlet.of(Fact.ConnectionChanged.class))
                .as("it has lost nothing")
                .isEmpty();
    }

    @Test
    void shouldNoticeAServerThatFellSilent() throws Exception {
        try (FreezingWire wire = new FreezingWire(port)) {
            connect(config("opc.tcp://127.0.0.1:" + wire.port() + "/plant"), 0);
            inlet.events.clear();

            final long frozenNs = nowNs();
            wire.freeze(true);
            await().atMost(Duration.ofSeconds(4))
                    .until(() -> inlet.of(Fact.ConnectionChanged.class).size() >= 2);
            server.set("press1/State", 11, T0_MS + 9_000);
            wire.freeze(false);

            await().until(() -> inlet.facts(Fact.StateChanged.class).stream()
                    .anyMatch(state -> state.state() == MachineState.HELD));
            assertThat(inlet.facts(Fact.SourceGap.class)).isNotEmpty().first().satisfies(gap -> assertThat(gap.fromNs())
                    .isLessThanOrEqualTo(frozenNs + TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    @Test
    void shouldDeclareTheTimeSinceTheGatewayWasLastUp() {
        final long lastHeardNs = nowNs() - TimeUnit.HOURS.toNanos(1);
        connect(config(server.url()), lastHeardNs);

        assertThat(inlet.facts(Fact.SourceGap.class)).hasSize(2).allSatisfy(gap -> assertThat(gap.fromNs())
                .isEqualTo(lastHeardNs));
        assertThat(inlet.facts(Fact.CounterReading.class))
                .as("the server was started after we last heard of it")
                .containsExactly(new Fact.CounterReading(Measure.GOOD, true, 100_000));
    }

    @Test
    void shouldDeclareAGapWhenTheServersQueueOverflows() {
        connect(
                config(server.url())
                        .withSubscription(
                                1_000,
                                new Monitoring(
                                        0, 2, Monitoring.Trigger.STATUS_VALUE_TIMESTAMP, Monitoring.Deadband.NONE)),
                0);
        final long before = source.counters().notifications().sum();
        server.set("press1/Good", 101L, T0_MS + 1);
        await().until(() -> source.counters().notifications().sum() > before);
        inlet.events.clear();

        for (int i = 0; i < 6; i++) {
            server.set("press1/Good", 200L + i, T0_MS + 1_000 + i);
        }

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .last()
                .isEqualTo(new Fact.CounterReading(Measure.GOOD, false, 205_000)));
        assertThat(inlet.of(Fact.SourceGap.class))
                .extracting(event -> event.head().machine())
                .containsExactly(PRESS);
        assertThat(inlet.facts(Fact.StateChanged.class))
                .as("the gap leaves the state unknown: it is said again")
                .extracting(Fact.StateChanged::state)
                .containsExactly(MachineState.EXECUTE);
        assertThat(source.counters().overflows().sum()).isPositive();
    }

    @Test
    void shouldLoseNothingWhileTheGatewayIsFull() {
        connect(config(server.url()), 0);
        inlet.events.clear();
        inlet.full = true;

        for (int i = 1; i <= 20; i++) {
            server.set("press1/Good", 100L + i, T0_MS + i);
        }
        await().until(() -> inlet.refusals.sum() > 1_000);
        assertThat(inlet.events).isEmpty();
        inlet.full = false;

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .extracting(Fact.CounterReading::valueMilli)
                .containsExactlyElementsOf(Stream.iterate(101_000L, value -> value + 1_000)
                        .limit(20)
                        .toList()));
        assertThat(inlet.of(Fact.SourceGap.class)).isEmpty();
    }

    @Test
    void shouldNotLetABadNodeHarmTheOthers() {
        final MachineSignals press = new MachineSignals(
                PRESS,
                List.of(
                        Signal.counter(node("press1/Nothing"), Measure.SCRAP),
                        Signal.counter("nsu=urn:nowhere;s=Good", Measure.REWORK),
                        Signal.counter(node("press1/Good"), Measure.GOOD)));
        connect(
                OpcUaConfig.of("opc", server.url(), pki, List.of(press))
                        .withUser(new OpcUaUser.Named(SmallServer.USER, SmallServer.WORD))
                        .withSubscription(20, Monitoring.STANDARD),
                0);

        assertThat(inlet.facts(Fact.CounterReading.class))
                .containsExactly(new Fact.CounterReading(Measure.GOOD, false, 100_000));
    }

    @Test
    void shouldSubscribeAnewWhenTheServerForgotTheSubscription() {
        connect(config(server.url()), 0);
        inlet.events.clear();

        server.forgetSubscriptions();
        server.set("press1/State", 11, T0_MS + 9_000);

        await().until(() ->
                inlet.facts(Fact.StateChanged.class).stream().anyMatch(state -> state.state() == MachineState.HELD));
        assertThat(inlet.of(Fact.SourceGap.class)).hasSize(2);
        assertThat(inlet.facts(Fact.CounterReading.class))
                .as("the server is the same: no evidence of a reset")
                .containsExactly(new Fact.CounterReading(Measure.GOOD, false, 100_000));
    }

    @Test
    void shouldBeginAnewWhenTheServerTookTheSessionAway() {
        connect(config(server.url()), 0);
        inlet.events.clear();

        server.endSessions();
        server.set("press1/State", 11, T0_MS + 9_000);

        await().until(() ->
                inlet.facts(Fact.StateChanged.class).stream().anyMatch(state -> state.state() == MachineState.HELD));
        assertThat(inlet.of(Fact.SourceGap.class))
                .extracting(event -> event.head().machine())
                .contains(PRESS, MILL);
    }

    @Test
    void shouldWatchANodeInItsOwnWay() {
        final OpcUaConfig config = config(server.url());
        final Signal good = config.machines().get(0).signals().get(2);
        final Monitoring steps =
                new Monitoring(0, 64, Monitoring.Trigger.STATUS_VALUE, new Monitoring.Deadband(5, false));
        connect(config.withExceptions(Map.of(good, steps)), 0);

        for (int i = 1; i <= 4; i++) {
            server.set("press1/Good", 100L + i, T0_MS + i);
        }
        server.set("press1/Good", 110L, T0_MS + 5);
        server.set("press1/Good", 110L, T0_MS + 6);
        server.set("press1/Good", 120L, T0_MS + 7);

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .extracting(Fact.CounterReading::valueMilli)
                .containsExactly(100_000L, 110_000L, 120_000L));
    }

    @Test
    void shouldWatchWithoutAFilterWhatTheServerWillNotFilter() {
        final OpcUaConfig config = config(server.url());
        final Signal good = config.machines().get(0).signals().get(2);
        final Monitoring percent =
                new Monitoring(0, 64, Monitoring.Trigger.STATUS_VALUE, new Monitoring.Deadband(5, true));
        connect(config.withExceptions(Map.of(good, percent)), 0);

        server.set("press1/Good", 101L, T0_MS + 1);

        await().untilAsserted(() -> assertThat(inlet.facts(Fact.CounterReading.class))
                .extracting(Fact.CounterReading::valueMilli)
                .containsExactly(100_000L, 101_000L));
    }
}
