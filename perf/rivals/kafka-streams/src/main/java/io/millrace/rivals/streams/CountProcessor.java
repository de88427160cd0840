package io.millrace.rivals.streams;

import io.millrace.rivals.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts by machine and operation, and forwards every tenth. */
final class CountProcessor implements Processor<String, byte[], String, byte[]> {
    static final String TOTALS = "totals";

    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, Long> totals;

    @Override
    public void init(final ProcessorContext<String, byte[]> newContext) {
        context = newContext;
        totals = newContext.getStateStore(TOTALS);
    }

    @Override
    public void process(final Record<String, byte[]> event) {
        try {
            final Unit unit = Unit.of(event.key(), event.value());
            if (!unit.good) {
                return;
            }
            final Long before = totals.get(unit.key());
            final long total = (before == null ? 0 : before) + unit.quantity;
            totals.put(unit.key(), total);
            if (Unit.isConfirmed(total)) {
                context.forward(event.withValue(unit.confirmation(total)));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
