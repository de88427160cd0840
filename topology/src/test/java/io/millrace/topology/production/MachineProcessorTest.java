package io.millrace.topology.production;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.core.binary.NewerVersionException;
import io.millrace.core.event.MachineState;
import io.millrace.core.event.Transition;
import io.millrace.core.plant.OperationKey;
import io.millrace.topology.fixture.RandomShift;
import io.millrace.topology.fixture.Shift;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.record.Json;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineProcessorTest {
    private static final String PRESS_1 = "acme/berlin/press/line1/press1";
    private static final String PRESS_2 = "acme/berlin/press/line1/press2";
    private static final OperationKey FIRST = new OperationKey("1001", "0010");
    private static final OperationKey SECOND = new OperationKey("1002", "0010");

    /** A task of which the processor can die and come back, while its stores stay or go back to what was committed. */
    private static final class Task {
        private final Topics topics = Topics.embedded();
        private final MockProcessorContext<String, Statement> context = new MockProcessorContext<>();
        private final KeyValueStore<String, byte[]> heads = store(MachineProcessor.HEADS, Serdes.String());
        private final KeyValueStore<Bytes, byte[]> history = store(MachineProcessor.HISTORY, Serdes.Bytes());
        private final WriteBehindStore<String> writeBehind = new WriteBehindStore<>(heads);
        private final Care care = new Care();
        private final List<String> said = new ArrayList<>();
        private final List<Statement> statements = new ArrayList<>();
        private MachineProcessor processor = new MachineProcessor(topics, "production", new Conservation(), care);
        private long offset;

        Task() {
            context.addStateStore(writeBehind);
            context.addStateStore(history);
            processor.init(context);
        }

        private <K> KeyValueStore<K, byte[]> store(final String name, final Serde<K> keys) {
            final KeyValueStore<K, byte[]> store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build();
            store.init(context.getStateStoreContext(), store);
            return store;
        }

        void commit() {
            writeBehind.flushCache();
        }

        void restart() {
            commit();
            processor = new MachineProcessor(topics, "production", new Conservation(), care);
            processor.init(context);
        }

        /** As Kafka Streams does after an aborted transaction: the stores go back, the same processor is initialised again. */
        void abortTo(final Map<String, byte[]> committedHeads, final Map<Bytes, byte[]> committedHistory) {
            reset(heads, committedHeads);
            reset(history, committedHistory);
            processor.init(context);
        }

        private static <K> void reset(final KeyValueStore<K, byte[]> store, final Map<K, byte[]> committed) {
            copy(store).keySet().forEach(store::delete);
            committed.forEach(store::put);
        }

        static <K> Map<K, byte[]> copy(final KeyValueStore<K, byte[]> store) {
            final Map<K, byte[]> copy = new TreeMap<>();
            try (KeyValueIterator<K, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> copy.put(entry.key, entry.value));
            }
            return copy;
        }

        void take(final byte[] event) {
            context.setRecordMetadata(topics.events(), 0, offset);
            processor.process(new Record<>(new byte[0], event, 1_000 + offset++));
            for (final var forwarded : context.forwarded()) {
                final Record<? extends String, ? extends Statement> record = forwarded.record();
                statements.add(record.value());
                final StringBuilder text = new StringBuilder(record.value().topic() + " " + record.key() + " "
                        + record.timestamp() + " "
                        + new String(record.value().json(), StandardCharsets.UTF_8));
                record.headers()
                        .forEach(header -> text.append(' ').append(new String(header.value(), StandardCharsets.UTF_8)));
                said.add(text.toString());
            }
            context.resetForwards();
        }

        /** Seconds since the shift began. */
        List<Long> clocksS() {
            return statements.stream()
                    .filter(statement -> statement.topic().equals(topics.operations()))
                    .map(statement -> Json.operationClock(statement.json()))
                    .map(clock -> (clock.timeNs() - Shift.START_NS) / Shift.SECOND_NS)
                    .toList();
        }

        List<DeadLetter> letters() {
            return statements.stream()
                    .filter(statement -> statement.topic().equals(topics.deadLetters()))
                    .map(statement -> Json.deadLetter(statement.json()))
                    .toList();
        }
    }

    @Test
    void shouldSayItsClockAtTicksNotMoreOftenThanEveryFiveSeconds() {
        final Task task = new Task();
        final Shift press1 = new Shift(PRESS_1);
        final Shift press2 = new Shift(PRESS_2);
        task.take(press1.made(0));
        assertThat(task.clocksS()).isEmpty();
        for (int second = 0; second < 8; second++) {
            task.take(press1.tick());
            task.take(press2.tick());
            task.restart();
        }
        assertThat(task.clocksS()).as("of both partitions").containsExactly(2L, 2L, 7L, 7L);
        task.take(press2.passSeconds(-60).tick());
        assertThat(task.clocksS()).as("put right").endsWith(-51L, -51L);
    }

    private static List<byte[]> day(final long seed) {
        final List<byte[]> events = new ArrayList<>();
        events.add(Shift.machineDefined(PRESS_1));
        events.add(Shift.operationDefined(FIRST, 20_000, 4_000));
        events.add(Shift.operationDefined(SECOND, 20_000, 3_000));
        final List<byte[]> one = new RandomShift(PRESS_1, seed, List.of(FIRST, SECOND, FIRST)).events;
        final List<byte[]> two = new RandomShift(PRESS_2, seed + 1, List.of(SECOND, FIRST)).events;
        final Random random = new Random(seed);
        int i = 0;
        int j = 0;
        while (i < one.size() || j < two.size()) {
            final boolean isFirst = j == two.size() || i < one.size() && random.nextBoolean();
            events.add(isFirst ? one.get(i++) : two.get(j++));
        }
        return events;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldSayTheSameByteForByteHoweverOftenItIsRestarted(final long seed) {
        final Task steady = new Task();
        final Task restarted = new Task();
        final Random random = new Random(seed);
        for (final byte[] event : day(seed)) {
            steady.take(event);
            restarted.take(event);
            if (random.nextInt(4) == 0) {
                restarted.restart();
            }
        }

        assertThat(restarted.said).as("seed %d", seed).isEqualTo(steady.said).hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldForgetWhatAnAbortedTransactionDid(final long seed) {
        final Task steady = new Task();
        final Task aborted = new Task();
        final Random random = new Random(seed);
        final List<byte[]> day = day(seed);
        for (int at = 0; at < day.size(); ) {
            final List<byte[]> batch = day.subList(at, Math.min(day.size(), at + 1 + random.nextInt(9)));
            aborted.commit();
            final Map<String, byte[]> heads = Task.copy(aborted.heads);
            final Map<Bytes, byte[]> history = Task.copy(aborted.history);
            final List<String> saidBefore = List.copyOf(aborted.said);
            final long offset = aborted.offset;
            batch.forEach(aborted::take);
            if (random.nextBoolean()) {
                aborted.abortTo(heads, history);
                aborted.said.clear();
                aborted.said.addAll(saidBefore);
                aborted.offset = offset;
                batch.forEach(aborted::take);
            }
            batch.forEach(steady::take);
            at += batch.size();
        }

        assertThat(aborted.said).as("seed %d", seed).isEqualTo(steady.said);
    }

    @Test
    void shouldParkAMachineWhoseHistoryIsBrokenSayNothingHalfAndStayParkedAfterARestart() {
        final Task task = new Task();
        final Shift press1 = new Shift(PRESS_1);
        final Shift press2 = new Shift(PRESS_2);
        task.take(Shift.machineDefined(PRESS_1));
        task.take(Shift.machineDefined(PRESS_2));
        final long startNs = press1.nowNs() + 1;
        for (int i = 0; i < 200; i++) {
            task.take(press1.made(1));
        }
        Task.copy(task.history).keySet().forEach(key -> task.history.put(key, new byte[] {1, 2, 3}));
        task.commit();
        final byte[] head = task.heads.get(PRESS_1);
        task.said.clear();

        final byte[] late = press1.context(Transition.STARTED, FIRST, startNs);
        task.take(late);
        task.take(press1.made(1));
        task.restart();
        final byte[] afterRestart = press1.made(1);
        task.take(afterRestart);

        assertThat(task.said).hasSize(3);
        assertThat(task.letters()).hasSize(3).allMatch(letter -> letter.reason().equals(DeadLetter.PARKED));
        assertThat(task.letters().get(0).payload()).isEqualTo(late);
        assertThat(task.letters().get(2).payload()).isEqualTo(afterRestart);
        assertThat(task.heads.get(PRESS_1)).isEqualTo(head);
        task.take(press2.state(MachineState.EXECUTE, ""));
        task.take(press2.state(MachineState.IDLE, ""));
        assertThat(task.said).last().asString().contains(PRESS_2);
    }

    @Test
    void shouldGoBackToTheCommitOnceToParkAMachineAsItWasBeforeTheEventThatBrokeIt() {
        final Task task = new Task();
        final Task whole = new Task();
        final Shift press1 = new Shift(PRESS_1);
        final Shift press2 = new Shift(PRESS_2);
        final long startNs = press1.nowNs() + 1;
        for (int i = 0; i < 200; i++) {
            final byte[] made = press1.made(1);
            task.take(made);
            whole.take(made);
        }
        Task.copy(task.history).keySet().forEach(key -> task.history.put(key, new byte[] {1, 2, 3}));
        task.commit();
        final Map<String, byte[]> heads = Task.copy(task.heads);
        final Map<Bytes, byte[]> history = Task.copy(task.history);
        final long offset = task.offset;
        task.said.clear();
        final byte[] uncommitted = press1.made(1);
        final byte[] late = press1.context(Transition.STARTED, FIRST, startNs);

        task.take(uncommitted);
        assertThatThrownBy(() -> task.take(late)).hasMessageContaining(PRESS_1);
        assertThat(task.heads.get(PRESS_1)).as("as committed").isEqualTo(heads.get(PRESS_1));
        task.abortTo(heads, history);
        task.offset = offset;
        task.said.clear();
        task.take(uncommitted);
        task.take(late);

        assertThat(task.said).hasSize(1);
        assertThat(task.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(DeadLetter.PARKED);
            assertThat(letter.payload()).isEqualTo(late);
        });
        whole.take(uncommitted);
        whole.commit();
        assertThat(task.heads.get(PRESS_1))
                .as("with what came before the event that broke it")
                .isEqualTo(whole.heads.get(PRESS_1));
        task.take(press2.state(MachineState.EXECUTE, ""));
        task.take(press2.state(MachineState.IDLE, ""));
        assertThat(task.said).last().asString().contains(PRESS_2);
    }

    @Test
    void shouldKnowTheDefinitionsAfterARestart() {
        final Task task = new Task();
        task.take(Shift.machineDefined(PRESS_1));
        task.take(Shift.operationDefined(FIRST, 20_000, 4_000));
        task.restart();
        final Shift press1 = new Shift(PRESS_1);
        task.take(press1.made(0));
        task.take(press1.started(FIRST));
        task.take(press1.made(4));

        assertThat(task.statements)
                .filteredOn(each -> each.topic().equals(task.topics.confirmations()))
                .singleElement()
                .satisfies(each ->
                        assertThat(Json.confirmation(each.json()).material()).isEqualTo("FG-1"));
    }

    @Test
    void shouldStopAtAnAccountOfANewerProgramAndGoOnWithOneThatCanReadIt() {
        final Task task = new Task();
        final Shift press1 = new Shift(PRESS_1);
        task.take(press1.made(0));
        task.commit();
        final byte[] head = task.heads.get(PRESS_1);
        task.heads.put(PRESS_1, new byte[] {99});
        task.restart();
        final byte[] unit = press1.made(1);
        assertThatThrownBy(() -> task.take(unit)).isInstanceOf(NewerVersionException.class);

        task.heads.put(PRESS_1, head);
        task.restart();
        task.take(unit);
        task.commit();

        assertThat(task.letters()).isEmpty();
        assertThat(task.heads.get(PRESS_1)).isNotEqualTo(head);
    }
}
