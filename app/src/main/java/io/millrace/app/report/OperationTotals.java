package io.millrace.app.report;

import io.millrace.app.report.Ledgers.Ledger;
import io.millrace.app.report.Ledgers.Operation;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.plant.OperationKey;
import io.millrace.core.plant.Quantities;
import io.millrace.topology.record.Json;
import io.millrace.topology.topic.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics say of each operation, machine by machine, three ways: counted piece of time by piece of time, as the machine's
 * ledger states it, and confirmed. Not thread-safe.
 */
final class OperationTotals {
    private final Topics topics;
    private final Cuts cuts;
    private final Retention retention;
    private final Map<OperationKey, Operation> operations = new TreeMap<>();
    private final Map<String, Quantities> unattributed = new TreeMap<>();

    OperationTotals(final Topics topics, final Cuts cuts, final Retention retention) {
        this.topics = topics;
        this.cuts = cuts;
        this.retention = retention;
    }

    /** Takes a record of any topic: all confirmations and quantities before the first of the counts. */
    void take(final ConsumerRecord<String, byte[]> message) {
        if (message.value() == null) {
            return;
        }
        if (message.topic().equals(topics.confirmations())) {
            take(Json.confirmation(message.value()), message.timestamp());
        } else if (message.topic().equals(topics.quantities())) {
            take(Json.quantity(message.value()), message.timestamp());
        } else if (message.topic().equals(topics.counts())) {
            take(Json.counted(message.value()), message.timestamp());
        }
    }

    Map<OperationKey, Operation> operations() {
        return operations;
    }

    /** Of a machine what {@code .counts} says that was made for no operation. */
    Quantities unattributed(final String machine) {
        return unattributed.getOrDefault(machine, Quantities.ZERO);
    }

    private Operation operation(final OperationKey key) {
        return operations.computeIfAbsent(key, operation -> new Operation());
    }

    private void take(final Confirmation said, final long timestampMs) {
        final Operation operation = operation(said.operation());
        if (said.kind() == Confirmation.Kind.FINAL) {
            operation.finish(said.toldAfter());
            return;
        }
        operation.confirm(said.quantity());
        final Ledger ledger = operation.ledger(said.machine());
        chain(ledger, said);
        if (cuts.includes(said, timestampMs)) {
            ledger.confirmations++;
            ledger.confirmed = ledger.confirmed.plus(said.quantity());
        }
    }

    /** The numbers of a ledger have no holes, and each confirmation says what is told with it. */
    private void chain(final Ledger ledger, final Confirmation said) {
        if (said.number() == 1 && ledger.number > 0) {
            ledger.confirmedBefore = ledger.confirmedBefore.plus(ledger.confirmed);
            ledger.confirmed = Quantities.ZERO;
            ledger.toldAfter = Quantities.ZERO;
        } else if (said.number() != ledger.number + 1) {
            ledger.faults.add("confirmation " + said.id() + " has number " + said.number() + ", the one before it has "
                    + ledger.number);
            ledger.toldAfter = said.toldAfter().minus(said.quantity());
        }
        final Quantities told = ledger.toldAfter.plus(said.quantity());
        if (!returns(said.machine()) && !told.equals(said.toldAfter())) {
            ledger.faults.add(
                    "confirmation " + said.id() + " says told are " + said.toldAfter() + ", with it it is " + told);
        }
        ledger.number = said.number();
        ledger.toldAfter = said.toldAfter();
    }

    /** True if the ERP has refused something of the machine: it was told, and is not any more. */
    boolean returns(final String machine) {
        final Cuts.Cut cut = cuts.of(machine);
        return cut != null && !cut.balance().returned().isZero();
    }

    private void take(final QuantityStatement said, final long timestampMs) {
        final Cuts.Cut cut = cuts.of(said.machine());
        if (cut == null || timestampMs > cut.timestampMs()) {
            return;
        }
        final Ledger ledger = operation(said.operation()).ledger(said.machine());
        ledger.stated = said;
        if (!retention.isWhole(topics.counts(), cut.partition())) {
            ledger.needsOpening = true;
            if (ledger.opening == null && timestampMs > retention.keptFromMs(topics.counts(), cut.partition())) {
                ledger.opening = said;
            }
        }
    }

    private void take(final Counted said, final long timestampMs) {
        if (!cuts.includes(said.machine(), timestampMs)) {
            return;
        }
        final OperationKey key = said.operation();
        if (key == null) {
            unattributed.merge(said.machine(), said.quantities(), Quantities::plus);
            return;
        }
        final Ledger ledger = operation(key).ledger(said.machine());
        final QuantityStatement opening = ledger.opening;
        if (opening == null || said.asOfNs() > opening.asOfNs()) {
            ledger.counts = ledger.counts.plus(said.quantities());
        }
    }
}
