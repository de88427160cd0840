package io.millrace.topology.analytics;

import io.millrace.core.aggregate.Contribution;
import io.millrace.core.aggregate.FiguresCodec;
import io.millrace.core.aggregate.ScopeFigures;
import io.millrace.topology.record.CloudEventHeaders;
import io.millrace.topology.record.DeadLetter;
import io.millrace.topology.topic.Topics;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Adapter between what parts add and the figures of wholes, whatever their level; holds no rule. */
final class ScopeFiguresProcessor implements Processor<byte[], byte[], String, Said> {
    static final String SCOPES = "scopes";
    /** Figures of wholes in memory, each about 1 kB, and of four parts each. */
    private static final int KEPT = 4_000;

    private static final long DAY_NS = 24 * 3_600_000_000_000L;

    private final Topics topics;
    private final CloudEventHeaders headers;
    private final int keptAtMost;
    private ScopeStore store;
    private FigureSayings out;
    private long newestNs;
    private long sweptNs;

    ScopeFiguresProcessor(final Topics topics, final String application) {
        this(topics, application, KEPT);
    }

    /** @param keptAtMost wholes whose figures are kept in memory */
    ScopeFiguresProcessor(final Topics topics, final String application, final int keptAtMost) {
        this.topics = topics;
        this.keptAtMost = keptAtMost;
        headers = new CloudEventHeaders(application);
    }

    /** Also called again on this instance after an aborted transaction: what is in memory is read from the store again. */
    @Override
    public void init(final ProcessorContext<String, Said> context) {
        store = new ScopeStore(context.getStateStore(SCOPES), keptAtMost);
        out = new FigureSayings(topics, headers, context);
        newestNs = 0;
        sweptNs = 0;
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        out.begin(record.timestamp());
        final Contribution contribution;
        try {
            contribution = FiguresCodec.contribution(record.value());
        } catch (final RuntimeException e) {
            out.refuse(record, DeadLetter.UNDECODABLE, "no contribution to figures: " + e.getMessage());
            return;
        }
        new ScopeFigures(store).apply(contribution, record.timestamp(), out);
        newestNs = Math.max(newestNs, contribution.asOfNs());
        if (newestNs - sweptNs >= DAY_NS) {
            sweptNs = newestNs;
            store.forget(newestNs);
        }
    }
}
