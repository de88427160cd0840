package io.millrace.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topology.faults.Instance.Guarantee;
import io.millrace.topology.faults.Scenario.Beginning;
import io.millrace.topology.fixture.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL inside transactions, with the local state kept and deleted: on one broker, since it is the topology that dies. */
@Timeout(180)
class KilledTopologyTest {
    private static final long SEED = Long.getLong("faults.seed", 20_260_922);
    private static final int KILLS = 1;

    @TempDir
    private static Path folder;

    private static TestBroker broker;
    private static String bootstrap;

    @BeforeAll
    static void startBroker() throws Exception {
        final int port = TestBroker.freePort();
        bootstrap = "127.0.0.1:" + port;
        broker = TestBroker.start(folder.resolve("kafka"), port);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Scenario scenario(final String name, final Guarantee guarantee) throws Exception {
        return new Scenario(new Beginning(name, bootstrap, 1, 2, 4, guarantee), folder, SEED);
    }

    @Test
    void shouldSayAllOnceWhenItsStateIsKept() throws Exception {
        try (Scenario scenario = scenario("kept", Guarantee.EXACTLY_ONCE)) {
            Instance topology = scenario.start(Scenario.ONE);
            int hits = 0;
            while (hits < KILLS && !scenario.isAllFed()) {
                final Future<?> part = scenario.feed();
                hits += scenario.killInTransaction(topology) ? 1 : 0;
                topology = scenario.start(Scenario.ONE);
                scenario.untilMoreIsCommitted();
                Scenario.arrived(part);
            }
            final Outcome outcome = scenario.drain();

            assertThat(hits).as("kills inside a transaction").isEqualTo(KILLS);
            outcome.assertNothingIsLostAndNothingSaidTwice();
            assertThat(outcome.aborted()).isPositive();
            assertThat(outcome.differencesUncommitted())
                    .as("the twin: who reads uncommitted records sees what was aborted")
                    .isNotEmpty();
        }
    }

    @Test
    void shouldSayAllOnceWhenItsStateIsDeleted() throws Exception {
        try (Scenario scenario = scenario("deleted", Guarantee.EXACTLY_ONCE)) {
            killAndDeleteState(scenario);
            assertThat(scenario.observer.changelogs()).isNotEmpty();
            scenario.start(Scenario.ONE);
            final Outcome outcome = scenario.drain();

            outcome.assertNothingIsLostAndNothingSaidTwice();
            assertThat(outcome.aborted()).isPositive();
        }
    }

    /** The twin: there is nothing to restore from, and it does not begin as if nothing had been told. */
    @Test
    @Tag("faults")
    void shouldNotComeBackWithoutItsChangelogs() throws Exception {
        try (Scenario scenario = scenario("forgotten", Guarantee.EXACTLY_ONCE)) {
            killAndDeleteState(scenario);
            Observer.get(scenario.observer
                    .admin()
                    .deleteTopics(scenario.observer.changelogs())
                    .all());
            final Instance again = scenario.start(Scenario.ONE);
            scenario.until("it refuses to go on", () -> !again.isAlive());
        }
    }

    /** The twin: no transactions. */
    @Test
    @Tag("faults")
    void shouldSayOtherThingsWithoutTransactions() throws Exception {
        try (Scenario scenario = scenario("atleastonce", Guarantee.AT_LEAST_ONCE)) {
            Instance topology = scenario.start(Scenario.ONE);
            for (int kill = 0; kill < 3; kill++) {
                final long before = scenario.observer.said(IsolationLevel.READ_UNCOMMITTED);
                final Future<?> part = scenario.feed();
                scenario.until(
                        "it says something", () -> scenario.observer.said(IsolationLevel.READ_UNCOMMITTED) > before);
                topology.kill();
                topology = scenario.start(Scenario.ONE);
                Scenario.arrived(part);
            }
            final Outcome outcome = scenario.drain();

            assertThat(outcome.differences()).isNotEmpty();
        }
    }

    private static void killAndDeleteState(final Scenario scenario) throws Exception {
        Instance topology = scenario.start(Scenario.ONE);
        Scenario.arrived(scenario.feed());
        scenario.untilMoreIsCommitted();
        boolean isHit = false;
        while (!isHit && !scenario.isAllFed()) {
            final Future<?> part = scenario.feed();
            isHit = scenario.killInTransaction(topology);
            Scenario.arrived(part);
            if (!isHit) {
                topology = scenario.start(Scenario.ONE);
                scenario.untilMoreIsCommitted();
            }
        }
        assertThat(isHit).as("a kill inside a transaction").isTrue();
        assertThat(delete(scenario.stateOf(Scenario.ONE))).isGreaterThan(5);
    }

    /** @return files and folders deleted */
    private static int delete(final Path folder) throws IOException {
        final List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.delete(path);
        }
        return all.size();
    }
}
