package io.millrace.app.report;

import io.millrace.app.kafka.TopicReader;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.topology.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the topics, one after the other, and compares what they say. Blocks its caller's thread. */
public final class Audit {
    private final TopicReader reader;
    private final Topics topics;

    public Audit(final TopicReader reader, final Topics topics) {
        this.reader = reader;
        this.topics = topics;
    }

    /** @throws io.millrace.app.exit.Failure if the broker does not answer or a topic is not there */
    public AuditReport run() {
        final Retention retention = new Retention(reader.shortened(
                List.of(topics.events(), topics.quantities(), topics.counts(), topics.stateIntervals())));
        final Cuts cuts = new Cuts();
        reader.readAll(List.of(topics.balances()), cuts::take);
        final TopicLedger ledger = new TopicLedger(topics, cuts);
        final OperationTotals operations = new OperationTotals(topics, cuts, retention);
        final ShiftTotals shifts = new ShiftTotals(topics, cuts, retention);
        reader.readAll(List.of(topics.confirmations()), message -> {
            ledger.take(message);
            operations.take(message);
        });
        reader.readAll(List.of(topics.quantities()), operations::take);
        reader.readAll(List.of(topics.counts()), message -> {
            operations.take(message);
            shifts.take(message);
        });
        reader.readAll(List.of(topics.stateIntervals()), shifts::take);
        final Recount recount = new Recount(cuts, retention);
        reader.readAll(List.of(topics.events()), recount::take);
        final List<String> notes = new ArrayList<>(retention.sentences());
        final ConservationReport machines =
                ConservationReport.running(ledger, truths(recount, cuts, retention.isWhole(topics.events()), notes));
        return AuditReport.of(
                recount,
                machines,
                OperationReport.of(operations, cuts, retention, topics),
                ShiftReport.of(shifts),
                notes);
    }

    /** What the recount says; where it cannot say anything, the balance's own sum. */
    private static Map<String, ConservationReport.Truth> truths(
            final Recount recount, final Cuts cuts, final boolean isWhole, final List<String> notes) {
        final Map<String, ConservationReport.Truth> truths = new HashMap<>();
        recount.balances().forEach((machine, balance) -> truths.put(machine, truth("recounted", balance)));
        int open = 0;
        for (final Map.Entry<String, Cuts.Cut> cut : cuts.all().entrySet()) {
            if (!truths.containsKey(cut.getKey()) && isWhole) {
                truths.put(cut.getKey(), new ConservationReport.Truth("no event", 0, 0, 0, 0));
            } else if (!truths.containsKey(cut.getKey())) {
                truths.put(cut.getKey(), truth("stated", cut.getValue().balance()));
                open++;
            }
        }
        if (open > 0) {
            notes.add(open
                    + " machines cannot be recounted, since their first events are deleted: their 'made' is what their"
                    + " balance states, and their opening balances are those of the statements that are kept");
        }
        return truths;
    }

    private static ConservationReport.Truth truth(final String how, final Balance counted) {
        final long unattributed = counted.unattributed().totalMilli();
        return new ConservationReport.Truth(
                how,
                counted.attributed().totalMilli()
                        + unattributed
                        + counted.quarantinedMilli()
                        + counted.declaredLostMilli(),
                unattributed,
                counted.quarantinedMilli(),
                counted.declaredLostMilli());
    }
}
