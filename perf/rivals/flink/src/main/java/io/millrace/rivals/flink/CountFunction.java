package io.millrace.rivals.flink;

import io.millrace.rivals.Unit;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts by machine and operation; every tenth goes on with its machine as key. */
final class CountFunction extends KeyedProcessFunction<String, Unit, Tuple2<String, byte[]>> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Long> totals;

    @Override
    public void open(final OpenContext context) {
        totals = getRuntimeContext().getState(new ValueStateDescriptor<>("totals", Long.class));
    }

    @Override
    public void processElement(final Unit unit, final Context context, final Collector<Tuple2<String, byte[]>> out)
            throws IOException {
        if (!unit.good) {
            return;
        }
        final Long before = totals.value();
        final long total = (before == null ? 0 : before) + unit.quantity;
        totals.update(total);
        if (Unit.isConfirmed(total)) {
            out.collect(Tuple2.of(unit.machine, unit.confirmation(total)));
        }
    }
}
