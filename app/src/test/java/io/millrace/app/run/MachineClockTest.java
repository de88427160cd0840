package io.millrace.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.kafka.EventPublisher;
import io.millrace.core.event.DecisionType;
import io.millrace.core.event.Event;
import io.millrace.core.event.EventHead;
import io.millrace.core.event.Fact;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines whose clocks are a year ahead or a day behind, from the message to the confirmation: broker, gateway, Kafka, topologies.
 * Every message is sent twice, the second time after the clock was put right. Truth is what the test itself has made.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class MachineClockTest {
    private static final String LINE = "acme/berlin/press/line1/";
    private static final Duration YEAR_AHEAD = Duration.ofDays(365);
    private static final Duration DAY_BEHIND = Duration.ofDays(-1);
    /** Units of a machine; each message says one. */
    private static final int UNITS = 30;

    private static final long MILLI = 1_000;

    @TempDir
    private static Path folder;

    private static LivePlant plant;
    private static GatewayRun gateway;

    @BeforeAll
    static void start() throws Exception {
        final StringBuilder machines = new StringBuilder("site-time-zone: UTC\nmachines:\n");
        for (final String name :
                List.of("ahead-counter", "behind-counter", "behind-whole", "ahead-once", "behind-once")) {
            machines.append("  - { path: ").append(LINE).append(name).append(", settle-after: 0s, max-span: 7d }\n");
        }
        for (final String name : List.of(
                "ahead-report", "behind-report", "ahead-believed", "behind-restamped", "believing", "restamping")) {
            machines.append("  - { path: ")
                    .append(LINE)
                    .append(name)
                    .append(", authority: report, settle-after: 0s }\n");
        }
        machines.append("materials: [{ id: FG-1, unit: PCE }]\n")
                .append("orders: [{ order: \"1001\", material: FG-1, operations: [{ operation: \"0010\" }] }]\n");
        plant = new LivePlant(folder, machines.toString());
        gateway = GatewayRun.start(plant.configure(
                "[{ name: plc, type: mqtt-json, url: \"mqtt://127.0.0.1:%d\", topics: [\"millrace/v1/#\"] }]"
                        .formatted(plant.mqttPort())));
        Awaitility.await("the source hears").atMost(Duration.ofMinutes(1)).until(gateway::isReady);
    }

    @AfterAll
    static void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    void shouldAttributeTheReadingsOfAClockAYearAhead() {
        final Story press = new Story("ahead-counter");
        press.order(Duration.ZERO).count(0, UNITS, YEAR_AHEAD).sayAgain();
        press.proveSkew(YEAR_AHEAD);
        assertThat(press.settled().attributed().goodMilli()).isEqualTo(UNITS * MILLI);
        press.isToldOnceAndNothingElse();
    }

    @Test
    void shouldAttributeTheReportsOfAClockAYearAhead() {
        final Story press = new Story("ahead-report");
        press.order(Duration.ZERO).report(UNITS, YEAR_AHEAD).sayAgain();
        press.proveSkew(YEAR_AHEAD);
        assertThat(press.settled().attributed().goodMilli()).isEqualTo(UNITS * MILLI);
        press.isToldOnceAndNothingElse();
    }

    @Test
    void shouldAttributeTheReportsOfAClockADayBehind() {
        final Story press = new Story("behind-report");
        press.order(Duration.ZERO).report(UNITS, DAY_BEHIND).sayAgain();
        press.proveSkew(DAY_BEHIND);
        assertThat(press.settled().attributed().goodMilli()).isEqualTo(UNITS * MILLI);
        press.isToldOnceAndNothingElse();
    }

    /** Nobody can know that they belong to the order that somebody with another clock has started since. */
    @Test
    void shouldDeclareTheReadingsOfAClockADayBehindTheOrders() {
        final Story press = new Story("behind-counter");
        press.order(Duration.ZERO).count(0, UNITS, DAY_BEHIND).sayAgain();
        press.proveSkew(DAY_BEHIND);
        final Balance balance = press.settled();
        assertThat(balance.unattributed().goodMilli()).isEqualTo(UNITS * MILLI);
        assertThat(balance.attributed().goodMilli()).isZero();
        assertThat(balance.quarantinedMilli()).isZero();
    }

    @Test
    void shouldAttributeWhatOneClockADayBehindSaysAsAWhole() {
        final Story press = new Story("behind-whole");
        press.order(DAY_BEHIND).count(0, UNITS, DAY_BEHIND).sayAgain();
        press.proveSkew(DAY_BEHIND);
        assertThat(press.settled().attributed().goodMilli()).isEqualTo(UNITS * MILLI);
        press.isToldOnceAndNothingElse();
    }

    @Test
    void shouldKeepCountingWhenAClockJumpsAheadAndIsPutRight() {
        final Story press = new Story("ahead-once");
        press.order(Duration.ZERO).count(0, 10, Duration.ZERO).thenSetClock();
        press.count(11, 20, YEAR_AHEAD).thenSetClock().count(21, UNITS, Duration.ZERO);
        press.sayAgain().proveSkew(YEAR_AHEAD, 10);
        assertThat(press.settled().attributed().goodMilli()).isEqualTo(UNITS * MILLI);
        press.isToldOnceAndNothingElse();
    }

    /**
     * Readings that claim to be older than lower ones are a counter that went back, for all that is known. Nothing is told that was
     * not made, and what is missing waits for a decision.
     */
    @Test
    void shouldDeclareWhatACounterSaysWhoseClockJumpsADayBackAndIsPutRight() {
        final Story press = new Story("behind-once");
        press.order(Duration.ZERO).count(0, 10, Duration.ZERO).thenSetClock();
        press.count(11, 20, DAY_BEHIND).thenSetClock().count(21, UNITS, Duration.ZERO);
        press.sayAgain().proveSkew(DAY_BEHIND, 10);
        final Balance balance = press.settled();
        final long counted =
                balance.attributed().goodMilli() + balance.unattributed().goodMilli();
        assertThat(counted).as("%s", balance).isLessThan(UNITS * MILLI);
        assertThat(UNITS * MILLI - counted).as("%s", balance).isLessThanOrEqualTo(balance.quarantinedMilli());
        assertThat(plant.confirmedMilli(press.machine))
                .isEqualTo(balance.attributed().goodMilli());
        assertThat(plant.read(plant.topics().quarantine(), Json::quarantined))
                .filteredOn(one -> one.machine().equals(press.machine))
                .extracting(Quarantined::reason)
                .contains(Quarantined.Reason.BACKWARDS);
    }

    /** The same stream as heard by a gateway that takes the machine's clock for its own. */
    @Test
    void shouldLoseWhatIsSaidAfterAClockWasBelieved() {
        final Story press = new Story("ahead-believed");
        press.order(Duration.ZERO).report(10, YEAR_AHEAD).report(UNITS - 10, Duration.ZERO);
        final Balance twin = press.hearAs(
                "believing",
                head -> new EventHead(
                        LINE + "believing",
                        head.gateway(),
                        head.incarnation(),
                        head.sequence(),
                        head.source(),
                        head.sourceEventId(),
                        head.correlationId(),
                        head.sourceTimeNs(),
                        head.sourceTimeNs(),
                        head.quality()));
        assertThat(twin.attributed().goodMilli()).isEqualTo(10 * MILLI);
    }

    /** The same stream as heard by a gateway that puts its own time for the machine's. */
    @Test
    void shouldCountTwiceWhereTheGatewaysTimeIsPutForTheMachines() {
        final Story press = new Story("behind-restamped");
        press.order(Duration.ZERO).report(UNITS, DAY_BEHIND).sayAgain();
        final Balance twin = press.hearAs(
                "restamping",
                head -> new EventHead(
                        LINE + "restamping",
                        head.gateway(),
                        head.incarnation(),
                        head.sequence(),
                        head.source(),
                        head.sourceEventId(),
                        head.correlationId(),
                        head.gatewayTimeNs(),
                        head.gatewayTimeNs(),
                        head.quality()));
        assertThat(twin.attributed().goodMilli()).isEqualTo(2 * UNITS * MILLI);
    }

    /** What is said of one machine, and what must come of it. */
    private static final class Story {
        private final String machine;
        private final List<String[]> said = new ArrayList<>();
        private Instant last = Instant.EPOCH;

        Story(final String name) {
            machine = LINE + name;
        }

        Story order(final Duration skew) {
            return say(
                    "context",
                    "\"time\":\"%s\",\"transition\":\"STARTED\",\"order\":\"1001\",\"operation\":\"0010\"",
                    skew);
        }

        Story count(final int from, final int to, final Duration skew) {
            for (int value = from; value <= to; value++) {
                say("counter", "\"time\":\"%s\",\"measure\":\"good\",\"value\":" + value, skew);
            }
            return this;
        }

        Story report(final int units, final Duration skew) {
            for (int i = 0; i < units; i++) {
                say(
                        "count",
                        "\"time\":\"%s\",\"id\":\"" + UUID.randomUUID()
                                + "\",\"measure\":\"good\",\"quantity\":1,\"order\":\"1001\",\"operation\":\"0010\"",
                        skew);
            }
            return this;
        }

        private Story say(final String kind, final String fields, final Duration skew) {
            final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            last = now.isAfter(last) ? now : last.plusMillis(1);
            final Instant time = last.plus(skew);
            final String[] message = {"millrace/v1/" + machine + "/" + kind, "{" + fields.formatted(time) + "}"};
            said.add(message);
            plant.publish(message[0], message[1]);
            return this;
        }

        /** Somebody sets the clock only now: nothing is on its way any more. */
        Story thenSetClock() {
            arrived();
            return this;
        }

        /** As a broker does that has lost its acknowledgements. */
        Story sayAgain() {
            said.forEach(message -> plant.publish(message[0], message[1]));
            said.addAll(List.copyOf(said));
            return this;
        }

        /** All that was acknowledged has arrived, and the fault is in it. */
        void proveSkew(final Duration skew) {
            proveSkew(skew, UNITS);
        }

        void proveSkew(final Duration skew, final int messages) {
            final List<Event> events = arrived();
            assertThat(events)
                    .filteredOn(event ->
                            Math.abs(event.head().sourceTimeNs() - event.head().gatewayTimeNs() - skew.toNanos())
                                    < Duration.ofHours(1).toNanos())
                    .hasSizeGreaterThanOrEqualTo(2 * messages);
        }

        private List<Event> arrived() {
            final List<Event> events = new ArrayList<>();
            Awaitility.await("everything acknowledged of " + machine)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        events.clear();
                        plant.events().stream()
                                .filter(event -> event.head().machine().equals(machine)
                                        && event.head().source().equals("plc"))
                                .forEach(events::add);
                        return events.size() == said.size();
                    });
            return events;
        }

        /** Asks for all that is pending; the balance when there is nothing any more. */
        Balance settled() {
            return settle(machine);
        }

        void isToldOnceAndNothingElse() {
            final Balance balance = balance(machine);
            assertThat(balance.unattributed().goodMilli()).isZero();
            assertThat(balance.quarantinedMilli()).isZero();
            assertThat(balance.repeated()).as("the repeats hit").isEqualTo(said.size() / 2);
            assertThat(plant.confirmedMilli(machine)).isEqualTo(UNITS * MILLI);
            assertThat(plant.read(plant.topics().deadLetters(), Json::deadLetter))
                    .extracting(DeadLetter::machine)
                    .doesNotContain(machine);
        }

        Balance hearAs(final String twin, final UnaryOperator<EventHead> heard) {
            final List<Event> events = arrived();
            try (EventPublisher publisher = publisher()) {
                publisher.handOn(events.stream()
                        .map(event -> event.withHead(heard.apply(event.head())))
                        .toList());
            }
            Awaitility.await("all of " + twin)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> plant.read(plant.topics().balances(), Json::balance).stream()
                            .anyMatch(one -> one.machine().equals(LINE + twin)
                                    && one.accepted() + one.repeated() + one.quarantinedEvents() >= events.size()));
            return balance(LINE + twin);
        }
    }

    private static EventPublisher publisher() {
        return new EventPublisher(plant.client(), plant.topics().events(), GatewayRun::now, UUID::randomUUID);
    }

    private static Balance settle(final String machine) {
        final long askedNs = GatewayRun.now();
        try (EventPublisher publisher = publisher()) {
            publisher.publish(machine, new Fact.Decision(DecisionType.SETTLE_REQUESTED, "", "test", ""));
        }
        Awaitility.await("nothing pending of " + machine)
                .atMost(Duration.ofSeconds(60))
                .until(() -> plant.read(plant.topics().balances(), Json::balance).stream()
                        .anyMatch(one -> one.machine().equals(machine)
                                && one.asOfNs() >= askedNs
                                && one.pending().isZero()));
        return balance(machine);
    }

    private static Balance balance(final String machine) {
        return plant.read(plant.topics().balances(), Json::balance).stream()
                .filter(one -> one.machine().equals(machine))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
