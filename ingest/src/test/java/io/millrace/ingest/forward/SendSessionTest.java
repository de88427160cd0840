package io.millrace.ingest.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.ingest.forward.SendSession.Attempt;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every outcome a producer can report, by Kafka's own producer for tests. */
class SendSessionTest {
    private static final byte[] BYTES = {1};

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ForwardCounters counters = new ForwardCounters();
    private final SendSession session = new SendSession(producer, counters, () -> 1_000L);

    private static Stream<RuntimeException> definite() {
        return Stream.of(
                new TimeoutException("delivery"),
                new SaslAuthenticationException("password"),
                new TopicAuthorizationException("topic"),
                new ClusterAuthorizationException("cluster"),
                new UnknownTopicOrPartitionException("topic"),
                new InvalidTopicException("name"),
                new InvalidTimestampException("clock"),
                new OutOfOrderSequenceException("sequence"),
                new UnknownProducerIdException("id"),
                new InvalidProducerEpochException("epoch"),
                new ProducerFencedException("fenced"),
                new KafkaException("part of a batch with an invalid record"),
                new IllegalArgumentException("Invalid partition given with record"));
    }

    private static Stream<RuntimeException> hopeless() {
        return Stream.of(
                new RecordTooLargeException("large"),
                new SerializationException("form"),
                new InvalidRecordException("invalid"));
    }

    @Test
    void shouldBeDoneWhenAllIsAcknowledged() {
        final Outstanding outstanding = outstanding();
        session.send(outstanding, attempt());
        session.send(outstanding, attempt());
        outstanding.release();
        producer.completeNext();
        assertThat(outstanding.isDone()).isFalse();
        producer.completeNext();
        assertThat(outstanding.isDone()).isTrue();
        assertThat(counters.acknowledged().sum()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("definite")
    void shouldEndWithTheFirstDefiniteFailure(final RuntimeException failure) {
        final Outstanding first = outstanding();
        final Outstanding second = outstanding();
        session.send(first, attempt());
        session.send(second, attempt());
        producer.errorNext(failure);
        assertThat(session.failure()).isSameAs(failure);
        assertThat(session.refused()).as("it is not passed").isNull();
        assertThat(producer.closed()).as("nothing overtakes it").isTrue();
        session.send(outstanding(), attempt());
        first.release();
        assertThat(first.isDone()).isFalse();
        assertThat(producer.history()).hasSize(2);
        assertThat(counters.sendFailures().sum()).isOne();
    }

    @ParameterizedTest
    @MethodSource("definite")
    void shouldEndWhenTheSendItselfFails(final RuntimeException failure) {
        producer.sendException = failure;
        final Outstanding outstanding = outstanding();
        session.send(outstanding, attempt());
        outstanding.release();
        assertThat(session.failure()).isSameAs(failure);
        assertThat(outstanding.isDone()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void shouldSetAsideWhatKafkaCanNeverTakeAndGoOn(final RuntimeException refusal) {
        final Outstanding outstanding = outstanding();
        session.send(outstanding, attempt());
        session.send(outstanding(), attempt());
        outstanding.release();
        producer.errorNext(refusal);
        assertThat(session.failure()).isNull();
        assertThat(session.refused()).satisfies(refused -> {
            assertThat(refused.outstanding()).isSameAs(outstanding);
            assertThat(refused.reason()).isSameAs(refusal);
        });
        assertThat(outstanding.isDone()).as("until something stands in for it").isFalse();
        assertThat(producer.closed()).isFalse();
        assertThat(producer.completeNext()).isTrue();
    }

    @Test
    void shouldNameTheRemedy() {
        assertThat(List.of(
                        Remedy.explain(new TopicAuthorizationException("no access")),
                        Remedy.explain(new SaslAuthenticationException("who?")),
                        Remedy.explain(new KafkaException())))
                .satisfiesExactly(
                        text -> assertThat(text).contains("no access; grant", "docs/security.md"),
                        text -> assertThat(text).contains("who?; check user and password"),
                        text -> assertThat(text).contains("KafkaException"));
    }

    private static Outstanding outstanding() {
        return new Outstanding(1, 1, 0);
    }

    private static Attempt attempt() {
        return new Attempt(new ProducerRecord<>("t", BYTES, BYTES), (refused, reason) -> null);
    }
}
