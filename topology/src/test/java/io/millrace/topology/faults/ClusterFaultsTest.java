package io.millrace.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.topology.faults.Instance.Guarantee;
import io.millrace.topology.faults.Scenario.Beginning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, and instances of the topology that come, go, fall silent and come back. */
@Tag("faults")
@Timeout(400)
class ClusterFaultsTest {
    private static final long SEED = Long.getLong("faults.seed", 20_260_923);
    private static final int PARTITIONS = 4;
    /** Of both halves of the topology. */
    /** Events, operations, confirmations, postings and their changes. */
    private static final int TOPICS_READ = 5;

    private static final int ALL = TOPICS_READ * PARTITIONS;

    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(40);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    /** Longer than a transaction may take. */
    private static final Duration OUTAGE = Duration.ofSeconds(15);

    private static final String FENCED = "fenced|InvalidProducerEpoch|TaskMigrated";

    @TempDir
    private static Path folder;

    private static Brokers brokers;

    @BeforeAll
    static void startBrokers() throws Exception {
        brokers = new Brokers(folder);
    }

    @AfterAll
    static void stopBrokers() {
        brokers.close();
    }

    private static Scenario scenario(final String name, final int replication, final Guarantee guarantee)
            throws Exception {
        return new Scenario(
                new Beginning(name, brokers.bootstrap(), replication, PARTITIONS, 8, guarantee), folder, SEED);
    }

    @Test
    void shouldSayAllOnceWhilePartitionsMove() throws Exception {
        try (Scenario scenario = scenario("moves", 3, Guarantee.EXACTLY_ONCE)) {
            final Observer observer = scenario.observer;
            Instance one = scenario.start(Scenario.ONE);
            scenario.feedUntil("one has all", () -> observer.assigned(Scenario.ONE) == ALL);

            final Instance two = scenario.start(Scenario.TWO);
            scenario.feedUntil("both have some", () -> areShared(observer));

            final Future<?> meanwhile = scenario.feed();
            one.leave(LEAVES_WITHIN);
            Scenario.arrived(meanwhile);
            scenario.feedUntil("two has all", () -> observer.assigned(Scenario.TWO) == ALL);

            one = scenario.start(Scenario.ONE);
            scenario.feedUntil("both have some again", () -> areShared(observer));
            boolean isHit = false;
            while (!isHit && !scenario.isAllFed()) {
                final Future<?> part = scenario.feed();
                isHit = scenario.killInTransaction(one);
                scenario.until("two has all again", () -> observer.assigned(Scenario.TWO) == ALL);
                Scenario.arrived(part);
                if (!isHit) {
                    one = scenario.start(Scenario.ONE);
                    scenario.until("both have some once more", () -> areShared(observer));
                }
            }
            final Outcome outcome = scenario.drain();

            assertThat(isHit).as("a kill inside a transaction").isTrue();
            assertThat(two.isAlive()).isTrue();
            outcome.assertNothingIsLostAndNothingSaidTwice();
            assertThat(outcome.aborted()).isPositive();
            assertThat(outcome.differencesUncommitted()).isNotEmpty();
        }
    }

    private static boolean areShared(final Observer observer) throws Exception {
        final int one = observer.assigned(Scenario.ONE);
        final int two = observer.assigned(Scenario.TWO);
        return one > 0 && two > 0 && one + two == ALL;
    }

    @Test
    void shouldNotHearAnInstanceThatWasSilentTooLong() throws Exception {
        try (Scenario scenario = scenario("silent", 3, Guarantee.EXACTLY_ONCE)) {
            final Observer observer = scenario.observer;
            scenario.untilArrived(4);
            final Instance one = scenario.start(Scenario.ONE);
            scenario.pauseInTransaction(one);
            assertThat(observer.isInTransaction(one.transactionalId()))
                    .as("paused inside a transaction")
                    .isTrue();

            scenario.start(Scenario.TWO);
            scenario.until("its transaction timed out", () -> !observer.isInTransaction(one.transactionalId()));
            scenario.until("two has taken over", () -> observer.assigned(Scenario.TWO) == ALL);
            scenario.until("two has done its work", observer::isDrained);
            assertThat(one.log()).doesNotContainPattern(FENCED);

            final Future<?> part = scenario.feed();
            one.resume();
            scenario.until("it finds itself fenced", () -> one.log().matches("(?s).*(" + FENCED + ").*"));
            Scenario.arrived(part);
            scenario.until("it works again", () -> areShared(observer));
            final Outcome outcome = scenario.drain();

            outcome.assertNothingIsLostAndNothingSaidTwice();
            assertThat(outcome.aborted()).isPositive();
            assertThat(outcome.differencesUncommitted()).isNotEmpty();
        }
    }

    /** The twin: without transactions nothing fences it. */
    @Test
    void shouldHearASilentInstanceAgainWithoutTransactions() throws Exception {
        try (Scenario scenario = scenario("zombie", 3, Guarantee.AT_LEAST_ONCE)) {
            final Observer observer = scenario.observer;
            scenario.untilArrived(4);
            final Instance one = scenario.start(Scenario.ONE);
            scenario.until("it says something", () -> observer.said(IsolationLevel.READ_UNCOMMITTED) > 0);
            one.pause();

            scenario.start(Scenario.TWO);
            scenario.until("two has taken over", () -> observer.assigned(Scenario.TWO) == ALL);
            scenario.until("two has done its work", observer::isDrained);
            one.resume();
            scenario.until("it works again", () -> areShared(observer));
            final Outcome outcome = scenario.drain();

            assertThat(outcome.differences()).isNotEmpty();
        }
    }

    @Test
    void shouldSayAllOnceWhileBrokersDie() throws Exception {
        try (Scenario scenario = scenario("brokers", 3, Guarantee.EXACTLY_ONCE)) {
            final Instance topology = scenario.start(Scenario.ONE);
            Scenario.arrived(scenario.feed());
            scenario.untilMoreIsCommitted();
            int moved = 0;
            for (final int id : Brokers.IDS) {
                final Map<String, Integer> leaders = brokers.leaders();
                final Future<?> part = scenario.feed();
                scenario.untilInTransaction(topology);
                brokers.kill(id);
                moved += brokers.moved(id, leaders);
                Scenario.arrived(part);
                scenario.until("all is processed without broker " + id, scenario.observer::isDrained);
                brokers.restart(id);
            }
            assertThat(moved).as("partitions whose leader was killed").isGreaterThan(PARTITIONS);

            final Future<?> part = scenario.feed();
            scenario.untilInTransaction(topology);
            brokers.kill(1);
            brokers.kill(2);
            final int acknowledged = scenario.acknowledged.get();
            await("nothing is acknowledged with one copy")
                    .during(OUTAGE)
                    .atMost(OUTAGE.multipliedBy(2))
                    .until(() -> scenario.acknowledged.get() <= acknowledged + 1 && !part.isDone());
            brokers.restart(1, 2);
            Scenario.arrived(part);
            final Outcome outcome = scenario.drain();

            assertThat(brokers.areAlive()).isTrue();
            assertThat(topology.isAlive()).as("the topology waited").isTrue();
            outcome.assertNothingIsLostAndNothingSaidTwice();
        }
    }

    /** The twin: with one copy of each partition it stands still while a broker is away. */
    @Test
    void shouldStandStillWithASingleCopy() throws Exception {
        try (Scenario scenario = scenario("single", 1, Guarantee.EXACTLY_ONCE)) {
            scenario.start(Scenario.ONE);
            Scenario.arrived(scenario.feed());
            scenario.untilMoreIsCommitted();
            brokers.kill(1);
            final Future<?> part = scenario.feed();
            await("the part does not arrive")
                    .during(SILENCE)
                    .atMost(SILENCE.multipliedBy(2))
                    .until(() -> !part.isDone());
            brokers.restart(1);
            Scenario.arrived(part);
            final Outcome outcome = scenario.drain();

            outcome.assertNothingIsLostAndNothingSaidTwice();
        }
    }
}
