package io.millrace.ingest.forward;

import io.millrace.ingest.ring.Latency;
import java.util.concurrent.atomic.LongAdder;

/** What has been forwarded since the start. Any thread. */
public final class ForwardCounters {
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder sendFailures = new LongAdder();
    private final LongAdder producerRestarts = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Latency durableToKafka = new Latency();

    /** Kafka records acknowledged, resent ones again. */
    public LongAdder acknowledged() {
        return acknowledged;
    }

    /** Definite failures of a send, each the end of its producer. */
    public LongAdder sendFailures() {
        return sendFailures;
    }

    public LongAdder producerRestarts() {
        return producerRestarts;
    }

    /** Records that Kafka can never take: dead-lettered and passed. */
    public LongAdder refused() {
        return refused;
    }

    /** From the journal's clock to the acknowledgement, gateway clock. */
    public Latency durableToKafka() {
        return durableToKafka;
    }
}
