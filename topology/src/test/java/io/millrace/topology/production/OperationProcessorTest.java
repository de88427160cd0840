package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.OperationClock;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations' half alone, fed with the news of several machines' halves in orders that Kafka may choose. */
class OperationProcessorTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 1_790_000_000L * SECOND_NS;
    private static final long START_MS = 1_790_000_000_000L;
    private static final int PARTITIONS = 3;
    private static final int MACHINES = 6;
    private static final long SHIFT_S = 7_200;
    private static final long SKEW_S = 590;
    private static final OperationKey FIRST = new OperationKey("1001", "0010");

    private final Topics topics = Topics.embedded();
    private final byte[] clockKey = ClockKeys.of(1).get(0).getBytes(StandardCharsets.UTF_8);
    private final MockProcessorContext<String, Statement> context = new MockProcessorContext<>();
    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(OperationProcessor.OPERATIONS), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    private final WriteBehindStore<String> accounts = new WriteBehindStore<>(store);
    private final List<Confirmation> finals = new ArrayList<>();
    private final List<String> forgotten = new ArrayList<>();
    private OperationProcessor processor;
    private long nowMs = START_MS;
    private int offset;

    /** One record of a machine's half, at a time of the gateway. */
    private record News(long atS, OperationProgress progress, OperationClock clock) {
        static News of(final OperationProgress progress) {
            return new News((progress.triggerGatewayNs() - START_NS) / SECOND_NS, progress, null);
        }
    }

    OperationProcessorTest() {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(accounts);
        restart();
    }

    private void restart() {
        accounts.flushCache();
        processor = new OperationProcessor(topics, "production");
        processor.init(context);
    }

    private void hear(final News news) {
        final byte[] key =
                news.clock == null ? news.progress.operation().text().getBytes(StandardCharsets.UTF_8) : clockKey;
        context.setRecordMetadata(topics.operations(), 0, offset++);
        processor.process(
                new Record<>(key, news.clock == null ? Json.write(news.progress) : Json.write(news.clock), nowMs));
        for (final var forwarded : context.forwarded()) {
            final Record<? extends String, ? extends Statement> said = forwarded.record();
            final Statement statement = said.value();
            assertThat(statement.topic()).isNotEqualTo(topics.deadLetters());
            if (statement.topic().equals(topics.confirmations())) {
                finals.add(Json.confirmation(statement.json()));
            } else if (statement.topic().equals(topics.orderStatus()) && statement.json() == null) {
                forgotten.add(said.key());
            }
        }
        context.resetForwards();
    }

    private static News clock(final int partition, final String gateway, final long atS) {
        return new News(atS, null, new OperationClock(partition, gateway, START_NS + atS * SECOND_NS));
    }

    private static News progress(
            final OperationKey operation, final int machine, final boolean open, final long good, final long atS) {
        final long atNs = START_NS + atS * SECOND_NS;
        return News.of(new OperationProgress(
                operation,
                "acme/berlin/press/line1/press" + machine,
                true,
                open,
                true,
                new Quantities(good * 1_000, 0, 0),
                0,
                "FG",
                "PCE",
                20_000,
                atNs,
                atNs,
                "e1"));
    }

    /** What the machines' halves say, each in its order: every machine begins an operation before any completes it. */
    private static List<Deque<News>> shift(final Random random, final Map<OperationKey, Long> told) {
        final List<List<News>> streams = IntStream.range(0, PARTITIONS)
                .<List<News>>mapToObj(partition -> new ArrayList<>())
                .toList();
        for (int order = 0; order < 40; order++) {
            final OperationKey operation = new OperationKey("10" + order, "0010");
            final long beginS = 1 + random.nextInt((int) SHIFT_S - 2_000);
            for (int machine = 0; machine < MACHINES; machine++) {
                final List<News> stream = streams.get(machine % PARTITIONS);
                final long good = 1 + random.nextInt(100);
                stream.add(progress(operation, machine, true, 0, beginS + random.nextInt(30)));
                stream.add(progress(operation, machine, true, good, beginS + 30));
                stream.add(progress(operation, machine, false, 2 * good, beginS + 31 + random.nextInt(200)));
                told.merge(operation, 2_000 * good, Long::sum);
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            for (long atS = 0; atS < SHIFT_S; atS += 5) {
                streams.get(partition).add(clock(partition, "gw1", atS));
                streams.get(partition).add(clock(partition, "gw2", atS + 2));
            }
        }
        return streams.stream()
                .<Deque<News>>map(stream -> new ArrayDeque<>(stream.stream()
                        .sorted(Comparator.comparingLong(News::atS))
                        .toList()))
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 77})
    void shouldSayFinalOnceAndNotBeforeTheLastMachineWhateverTheOrder(final long seed) {
        final Random random = new Random(seed);
        final Map<OperationKey, Long> told = new HashMap<>();
        final List<Deque<News>> streams = shift(random, told);
        final Map<OperationKey, Integer> completed = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            hear(streams.get(partition).remove());
        }
        int checked = 0;
        while (streams.stream().anyMatch(stream -> !stream.isEmpty())) {
            final long slowestS = streams.stream()
                    .filter(stream -> !stream.isEmpty())
                    .mapToLong(stream -> stream.element().atS)
                    .min()
                    .orElseThrow();
            final Deque<News> stream = streams.get(random.nextInt(PARTITIONS));
            // In bursts, so that one is as far ahead of the others as it may be.
            for (int left = random.nextInt(300);
                    left > 0 && !stream.isEmpty() && stream.element().atS < slowestS + SKEW_S;
                    left--) {
                final News news = stream.remove();
                hear(news);
                if (news.progress != null && !news.progress.open()) {
                    completed.merge(news.progress.operation(), 1, Integer::sum);
                }
                for (; checked < finals.size(); checked++) {
                    assertThat(completed)
                            .as("said too early, seed %d", seed)
                            .containsEntry(finals.get(checked).operation(), MACHINES);
                }
            }
            if (random.nextInt(5) == 0) {
                restart();
            }
        }
        final Map<OperationKey, Long> toldAfter = new HashMap<>();
        finals.forEach(
                one -> assertThat(toldAfter.put(one.operation(), one.toldAfter().goodMilli()))
                        .as("said twice, seed %d", seed)
                        .isNull());
        assertThat(toldAfter).as("seed %d", seed).isEqualTo(told);
    }

    /** The limit: what is so far behind is not waited for, and what it says after the FINAL are partial confirmations. */
    @Test
    void shouldNotWaitForWhatIsTenMinutesBehind() {
        hear(clock(0, "gw1", 0));
        hear(clock(1, "gw1", 0));
        hear(progress(FIRST, 0, false, 5, 1));
        hear(clock(0, "gw1", 600));
        assertThat(finals).isEmpty();
        hear(clock(0, "gw1", 605));
        assertThat(finals).extracting(one -> one.toldAfter().goodMilli()).containsExactly(5_000L);
        hear(progress(FIRST, 1, false, 7, 1));
        hear(clock(1, "gw1", 605));
        assertThat(finals).hasSize(1);
    }

    @Test
    void shouldWaitForEachGatewayOfAPartition() {
        hear(clock(0, "gw1", 0));
        hear(clock(0, "gw2", 0));
        hear(progress(FIRST, 0, false, 5, 10));
        hear(clock(0, "gw1", 20));
        assertThat(finals).isEmpty();
        hear(clock(0, "gw2", 10));
        assertThat(finals)
                .as("a tick may have been before the news of the same time")
                .isEmpty();
        hear(clock(0, "gw2", 11));
        assertThat(finals).hasSize(1);
    }

    @Test
    void shouldForgetFinishedOperationsAfterAMonthAndOthersAfterMore() {
        final OperationKey second = new OperationKey("1002", "0010");
        hear(progress(FIRST, 0, false, 5, 1));
        hear(progress(second, 0, true, 5, 1));
        hear(clock(0, "gw1", 5));
        nowMs += Duration.ofDays(29).toMillis();
        hear(clock(0, "gw1", 10));
        assertThat(forgotten).isEmpty();
        nowMs += Duration.ofDays(2).toMillis();
        restart();
        hear(clock(0, "gw1", 15));
        assertThat(forgotten).containsExactly(FIRST.text());
        assertThat(keysOf(FIRST)).isEmpty();
        assertThat(keysOf(second)).hasSize(2);
        nowMs += Duration.ofDays(370).toMillis();
        hear(clock(0, "gw1", 20));
        assertThat(forgotten).containsExactly(FIRST.text(), second.text());
        assertThat(keysOf(second)).isEmpty();
        assertThat(finals).hasSize(1);
    }

    @Test
    void shouldKeepAFinishedOperationThatIsStillCorrected() {
        hear(progress(FIRST, 0, false, 5, 1));
        hear(clock(0, "gw1", 5));
        nowMs += Duration.ofDays(20).toMillis();
        hear(progress(FIRST, 0, false, 4, 9));
        nowMs += Duration.ofDays(20).toMillis();
        hear(clock(0, "gw1", 10));
        assertThat(forgotten).isEmpty();
        assertThat(keysOf(FIRST)).hasSize(2);
    }

    @Test
    void shouldReachEveryPartitionWithItsClocks() {
        for (int partitions = 1; partitions <= 50; partitions++) {
            final List<String> keys = ClockKeys.of(partitions);
            for (int partition = 0; partition < partitions; partition++) {
                final byte[] key = keys.get(partition).getBytes(StandardCharsets.UTF_8);
                assertThat(ClockKeys.isOne(key)).isTrue();
                assertThat(Utils.toPositive(Utils.murmur2(key)) % partitions).isEqualTo(partition);
            }
        }
        assertThat(ClockKeys.isOne("#clock/0010".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(ClockKeys.isOne(null)).isFalse();
    }

    private Set<String> keysOf(final OperationKey operation) {
        final Set<String> keys = new HashSet<>();
        accounts.flushCache();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                final KeyValue<String, byte[]> entry = all.next();
                if (entry.key.endsWith(operation.text())) {
                    keys.add(entry.key);
                }
            }
        }
        return keys;
    }
}
