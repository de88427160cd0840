package io.millrace.topology.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.core.aggregate.FiguresCodec;
import io.millrace.topology.analytics.SeededPlant.Statement;
import io.millrace.topology.fixture.Said;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However much is kept in memory, and however often it is lost: the same is said, and the same lies in the stores. */
class MemoryTest {
    private static final Topics TOPICS = Topics.embedded();
    private static final int MACHINES = 3;
    private static final int PLENTY = 100_000;
    private static final long SEED = 11;

    private static List<Statement> statements;
    private static Run reference;

    /**
     * How a half is run.
     *
     * @param memory machines, or wholes, kept
     * @param commitEvery records, about; every fourth time it begins anew
     * @param abortEvery records, about; 0: never
     * @param forgets it is initialised again after an abort
     */
    private record Way(int memory, int commitEvery, int abortEvery, boolean forgets) {}

    private record Input(String topic, byte[] value, long timestampMs) {}

    /** What both halves said, and what their stores hold in the end. */
    private record Run(List<Said> said, Map<Bytes, String> machines, Map<Bytes, String> scopes) {}

    /** One half as a task of its own, which loses what is not committed when it is aborted: in memory, in the store and of what it said. */
    private static final class Half {
        private final IntFunction<Processor<byte[], byte[], String, io.millrace.topology.analytics.Said>> processors;
        private final MockProcessorContext<String, io.millrace.topology.analytics.Said> context =
                new MockProcessorContext<>();
        private final WriteBehindStore<Bytes> store;
        private final List<Input> inputs;
        private final List<Said> said = new ArrayList<>();
        private final List<Input> contributions = new ArrayList<>();
        private Processor<byte[], byte[], String, io.millrace.topology.analytics.Said> processor;
        private Map<Bytes, byte[]> committed = Map.of();
        private int committedInputs;
        private int committedSaid;
        private int committedContributions;
        private int at;
        private int aborts;

        Half(
                final String name,
                final IntFunction<Processor<byte[], byte[], String, io.millrace.topology.analytics.Said>> processors,
                final List<Input> inputs) {
            this.processors = processors;
            this.inputs = inputs;
            final KeyValueStore<Bytes, byte[]> entries = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingDisabled()
                    .withCachingDisabled()
                    .build();
            entries.init(context.getStateStoreContext(), entries);
            store = new WriteBehindStore<>(entries);
            context.addStateStore(store);
        }

        /** @param hearsItself what it passes on comes back to it, behind its inputs */
        void run(final Way way, final boolean hearsItself) {
            final Random random = new Random(SEED);
            begin(way);
            while (at < inputs.size() + (hearsItself ? contributions.size() : 0)) {
                take(at < inputs.size() ? inputs.get(at) : contributions.get(at - inputs.size()));
                at++;
                if (random.nextInt(way.commitEvery()) == 0) {
                    commit(way);
                    if (random.nextInt(4) == 0) {
                        begin(way);
                    }
                } else if (way.abortEvery() > 0 && random.nextInt(way.abortEvery()) == 0) {
                    abort(way.forgets());
                }
            }
            commit(way);
        }

        private void begin(final Way way) {
            processor = processors.apply(way.memory());
            processor.init(context);
        }

        /** What is old is dropped now and then: with the newest contribution once more it is dropped as far as it can be. */
        void dropOld() {
            final Input newest = Stream.concat(inputs.stream(), contributions.stream())
                    .max(Comparator.comparingLong(
                            each -> FiguresCodec.contribution(each.value()).asOfNs()))
                    .orElseThrow();
            processor = processors.apply(PLENTY);
            processor.init(context);
            take(newest);
            store.flushCache();
        }

        private void take(final Input input) {
            context.setRecordMetadata(input.topic(), 0, at);
            processor.process(new Record<>(new byte[0], input.value(), input.timestampMs()));
            for (final var forwarded : context.forwarded()) {
                final Record<? extends String, ? extends io.millrace.topology.analytics.Said> record =
                        forwarded.record();
                final io.millrace.topology.analytics.Said it = record.value();
                said.add(Said.of(
                        it.topic() + " " + it.place(), record.key(), record.timestamp(), it.json(), record.headers()));
                if (it.topic().equals(TOPICS.figures())) {
                    contributions.add(new Input(it.topic(), it.json(), record.timestamp()));
                }
            }
            context.resetForwards();
        }

        private void commit(final Way way) {
            store.flushCache();
            committed = way.abortEvery() > 0 ? copy() : Map.of();
            committedInputs = at;
            committedSaid = said.size();
            committedContributions = contributions.size();
        }

        /** As Kafka Streams does it: the store goes back, the same processor is initialised again. */
        private void abort(final boolean forgets) {
            aborts += at > committedInputs ? 1 : 0;
            copy().keySet().forEach(store.entries()::delete);
            committed.forEach(store.entries()::put);
            at = committedInputs;
            said.subList(committedSaid, said.size()).clear();
            contributions.subList(committedContributions, contributions.size()).clear();
            if (forgets) {
                processor.init(context);
            }
        }

        Map<Bytes, byte[]> copy() {
            final Map<Bytes, byte[]> copy = new TreeMap<>();
            try (KeyValueIterator<Bytes, byte[]> all = store.entries().all()) {
                all.forEachRemaining(entry -> copy.put(entry.key, entry.value));
            }
            return copy;
        }

        Map<Bytes, String> stored() {
            final Map<Bytes, String> texts = new TreeMap<>();
            copy().forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.ISO_8859_1)));
            return texts;
        }
    }

    private static Run run(final Way way) {
        final Half machines = new Half(
                MachineFiguresProcessor.MACHINES,
                atMost -> new MachineFiguresProcessor(TOPICS, "analytics", atMost),
                statements.stream()
                        .map(each -> new Input(each.topic(), each.json(), each.timestampMs()))
                        .toList());
        machines.run(way, false);
        final Half scopes = new Half(
                ScopeFiguresProcessor.SCOPES,
                atMost -> new ScopeFiguresProcessor(TOPICS, "analytics", atMost),
                List.copyOf(machines.contributions));
        scopes.run(way, true);
        scopes.dropOld();
        for (final Half half : List.of(machines, scopes)) {
            assertThat(half.aborts > 0).isEqualTo(way.abortEvery() > 0);
        }
        final List<Said> said = new ArrayList<>(machines.said);
        said.addAll(scopes.said);
        return new Run(said, machines.stored(), scopes.stored());
    }

    /** Commits with each record: what is read is always what was written. */
    @BeforeAll
    static void analyse() {
        statements = SeededPlant.statements(SEED, MACHINES, 250);
        reference = run(new Way(1, 1, 0, true));
        assertThat(reference.said).hasSizeGreaterThan(10_000);
        assertThat(reference.said).anyMatch(said -> said.value().contains("\"state\":\"FINAL\""));
        assertThat(reference.machines).hasSizeGreaterThan(1_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 0", "2, 200, 300", "100000, 1000000, 0", "100000, 300, 200"})
    void shouldSayAndStoreTheSameHoweverMuchIsKeptAndLost(
            final int memory, final int commitEvery, final int abortEvery) {
        final Run run = run(new Way(memory, commitEvery, abortEvery, true));

        assertThat(run.said).isEqualTo(reference.said);
        assertThat(run.machines).isEqualTo(reference.machines);
        assertThat(run.scopes).isEqualTo(reference.scopes);
    }

    @Test
    void shouldSayOtherwiseIfItsMemoryOutlivedAnAbort() {
        assertThat(run(new Way(PLENTY, 300, 200, false)).said).isNotEqualTo(reference.said);
    }
}
