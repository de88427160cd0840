package io.millrace.topology.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.topology.fixture.Said;
import io.millrace.topology.production.Recomputation;
import io.millrace.topology.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;

/** What can be read when all is processed, beside what one undisturbed run over the same input says. */
final class Outcome {
    private final Topics topics;
    private final long seed;
    private final List<ProducerRecord<String, byte[]>> fed;
    private final List<ConsumerRecord<String, byte[]>> events;
    private final List<ConsumerRecord<String, byte[]>> committed;
    private final List<ConsumerRecord<String, byte[]>> uncommitted;
    private final List<List<Said>> tasks = new ArrayList<>();

    Outcome(
            final Observer observer,
            final Topics topics,
            final String application,
            final List<ProducerRecord<String, byte[]>> fed,
            final long seed) {
        this.topics = topics;
        this.seed = seed;
        this.fed = fed;
        events = observer.read(observer.partitions(List.of(topics.events())), IsolationLevel.READ_COMMITTED);
        committed = observer.read(observer.partitions(observer.outputs()), IsolationLevel.READ_COMMITTED);
        uncommitted = observer.read(observer.partitions(observer.outputs()), IsolationLevel.READ_UNCOMMITTED);
        for (int partition = 0; partition < topics.partitions(); partition++) {
            tasks.add(Recomputation.machines(topics, application, records(events, topics.events(), partition)));
            tasks.add(
                    Recomputation.operations(topics, application, records(committed, topics.operations(), partition)));
            tasks.add(
                    Recomputation.postings(topics, application, records(committed, topics.confirmations(), partition)));
            tasks.add(Recomputation.sites(topics, application, records(committed, topics.postingChanges(), partition)));
        }
    }

    private static List<ConsumerRecord<String, byte[]>> records(
            final List<ConsumerRecord<String, byte[]>> from, final String topic, final int partition) {
        return from.stream()
                .filter(record -> record.topic().equals(topic) && record.partition() == partition)
                .toList();
    }

    /** @return records that only a reader of uncommitted records sees, those of aborted transactions */
    int aborted() {
        return uncommitted.size() - committed.size();
    }

    /** @return what a reader of committed records sees otherwise than it should be, a sentence for each topic and key */
    List<String> differences() {
        return Comparison.differences(tasks, said(committed));
    }

    /** @return the same for a reader of all records */
    List<String> differencesUncommitted() {
        return Comparison.differences(tasks, said(uncommitted));
    }

    private static List<Said> said(final List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(Said::of).toList();
    }

    /** Every event acknowledged is there, and each was processed once. */
    void assertNothingIsLostAndNothingSaidTwice() {
        for (int partition = 0; partition < topics.partitions(); partition++) {
            assertThat(valuesOfEvents(partition)).as("the input, seed %d", seed).isEqualTo(valuesFed(partition));
        }
        assertThat(differences()).as("seed %d", seed).isEmpty();
        assertThat(said(committed).stream().map(Said::topic).distinct())
                .as("topics spoken on, seed %d", seed)
                .hasSizeGreaterThan(10);
        assertThat(confirmationIds())
                .as("confirmations, seed %d", seed)
                .hasSizeGreaterThan(50)
                .doesNotHaveDuplicates();
    }

    private List<String> valuesOfEvents(final int partition) {
        return said(records(events, topics.events(), partition)).stream()
                .map(Said::value)
                .toList();
    }

    private List<String> valuesFed(final int partition) {
        return fed.stream()
                .filter(event -> event.partition() == partition)
                .map(event -> new String(event.value(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private List<String> confirmationIds() {
        return IntStream.range(0, topics.partitions())
                .boxed()
                .flatMap(partition -> records(committed, topics.confirmations(), partition).stream())
                .map(record -> new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .toList();
    }
}
