package io.millrace.topology.production;

import static java.util.Objects.requireNonNull;

import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.SiteAccount;
import io.millrace.core.posting.SiteChange;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.store.Recent;
import io.millrace.topology.store.WriteBehindStore;
import io.millrace.topology.topic.Topics;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adapter between the operations' changes and the sites' figures; holds no rule. Its input is this topology's own: what cannot be
 * read there ends it.
 */
final class SiteProcessor implements Processor<byte[], byte[], String, Statement> {
    static final String SITES = "posting-sites";
    /** Sites kept decoded. */
    private static final int KEPT = 100;

    private final Topics topics;
    private final Statements statements;
    private ProcessorContext<String, Statement> context;
    private Recent<String, SiteAccount> sites;

    SiteProcessor(final Topics topics, final String application) {
        this.topics = topics;
        statements = new Statements(topics, application);
    }

    @Override
    public void init(final ProcessorContext<String, Statement> newContext) {
        context = newContext;
        final WriteBehindStore<String> store = context.getStateStore(SITES);
        sites = new Recent<>(KEPT, site -> read(store.entries(), site), (site, account) -> store.entries()
                .put(site, account.write()));
        store.beforeCommit(sites::writeAll);
    }

    private static SiteAccount read(final KeyValueStore<String, byte[]> store, final String site) {
        final byte[] stored = store.get(site);
        return stored == null ? new SiteAccount(site) : SiteAccount.read(stored);
    }

    @Override
    public void process(final Record<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        statements.begin(record.timestamp());
        final SiteChange change = Json.siteChange(record.value());
        final SiteAccount account = requireNonNull(sites.get(change.site()));
        final PostingAccuracy accuracy = account.apply(change);
        sites.put(change.site(), account);
        statements.add(
                RecordType.POSTING_ACCURACY,
                topics.postingAccuracy(),
                accuracy.site(),
                Json.write(accuracy),
                accuracy.asOfNs());
        statements.forwardTo(context);
    }
}
