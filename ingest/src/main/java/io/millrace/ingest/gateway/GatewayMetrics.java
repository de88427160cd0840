package io.millrace.ingest.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.millrace.ingest.forward.ForwardCounters;
import io.millrace.ingest.forward.Forwarder;
import io.millrace.ingest.journal.Journal;
import io.millrace.ingest.ring.EventRing;
import io.millrace.ingest.ring.IngestCounters;
import io.millrace.ingest.ring.Latency;
import io.millrace.ingest.source.DeadLetter;
import java.util.concurrent.atomic.LongAdder;

/** Makes a lane's counters and latencies visible in a registry. Only reads; the hot path knows no registry. */
final class GatewayMetrics {
    private static final double NS_PER_S = 1e9;

    private final MeterRegistry registry;
    private final Tags tags;

    GatewayMetrics(final MeterRegistry registry, final String gateway, final String lane) {
        this.registry = registry;
        this.tags = Tags.of("gateway", gateway, "lane", lane);
    }

    void bind(final Lane lane) {
        bind(lane.counters(), lane.ring(), lane.journal());
        bind(lane.forwardCounters(), lane.forwarder());
    }

    private void bind(final IngestCounters counters, final EventRing ring, final Journal journal) {
        counter("millrace.ingest.events", "events journalled", counters.events(), tags);
        counter("millrace.ingest.messages", "messages journalled, dead letters among them", counters.messages(), tags);
        counter("millrace.ingest.bytes", "bytes journalled", counters.bytes(), tags);
        counter("millrace.ingest.failed.acks", "acknowledgements that threw", counters.failedCallbacks(), tags);
        counter("millrace.journal.full.pauses", "times the disk was too full", counters.fullPauses(), tags);
        counter("millrace.ingest.shed", "events left out while the disk was tight", counters.shed(), tags);
        counter("millrace.ingest.shed.gaps", "gaps declared for them, opened and ended", counters.gaps(), tags);
        for (final DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            counter(
                    "millrace.ingest.dead.letters",
                    "dead letters taken in",
                    counters.deadLetters(reason),
                    tags.and("reason", reason.name(), "class", reason.kind().name()));
        }
        Gauge.builder("millrace.ring.remaining", ring, EventRing::remaining)
                .description("free slots")
                .tags(tags)
                .register(registry);
        Gauge.builder("millrace.journal.usable", journal, Journal::usableBytes)
                .description("room on the journal's disk")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        Gauge.builder("millrace.journal.until.full", journal, Journal::secondsUntilFull)
                .description("until the lane sheds or stops, as the disk has been filling and if nothing is deleted")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        Gauge.builder("millrace.journal.damaged", journal, Journal::damagedRecords)
                .description("records found damaged")
                .tags(tags)
                .register(registry);
        latency("source-gateway", counters.sourceToGateway());
        latency("gateway-durable", counters.gatewayToDurable());
    }

    private void bind(final ForwardCounters counters, final Forwarder forwarder) {
        counter("millrace.forward.acknowledged", "records acknowledged by Kafka", counters.acknowledged(), tags);
        counter("millrace.forward.send.failures", "records not taken by Kafka", counters.sendFailures(), tags);
        counter(
                "millrace.forward.producer.restarts",
                "new producers after a failure",
                counters.producerRestarts(),
                tags);
        counter("millrace.forward.refused", "records Kafka can never take", counters.refused(), tags);
        Gauge.builder("millrace.forward.backlog", forwarder, Forwarder::backlog)
                .description("journal records not yet acknowledged by Kafka")
                .tags(tags)
                .register(registry);
        latency("durable-kafka", counters.durableToKafka());
    }

    private void counter(final String name, final String description, final LongAdder adder, final Tags with) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(description)
                .tags(with)
                .register(registry);
    }

    private void latency(final String hop, final Latency latency) {
        quantile(hop, latency, "0.5", 50);
        quantile(hop, latency, "0.99", 99);
    }

    private void quantile(final String hop, final Latency latency, final String name, final double percentile) {
        Gauge.builder("millrace.latency", latency, l -> l.percentileNs(percentile) / NS_PER_S)
                .description("latency of one hop since the start")
                .baseUnit("seconds")
                .tags(tags.and("hop", hop, "quantile", name))
                .register(registry);
    }
}
