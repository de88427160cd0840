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
    private static final long DAY_NS = 24 * 3_600_000_000_000L;

    private final Topics topics;
    private final CloudEventHeaders headers;
    private ScopeStore store;
    private FigureSayings out;
    private long newestNs;
    private long sweptNs;

    ScopeFiguresProcessor(final Topics topics, final String application) {
        this.topics = topics;
        headers = new CloudEventHeaders(application);
    }

    /** Also called again on this instance after an aborted transaction. */
    @Override
    public void init(final ProcessorContext<String, Said> context) {
        store = new ScopeStore(context.getStateStore(SCOPES));
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
