package io.millrace.topology.production;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs;
import io.millrace.topology.record.Json;
import io.millrace.topology.record.RecordType;
import io.millrace.topology.topic.Topics;

/** Gives each thing a machine's account says its topic, key and JSON. */
final class MachineOutputs implements Outputs {
    private final Topics topics;
    private final Statements out;
    private final Conservation.Part conservation;

    MachineOutputs(final Topics topics, final Statements out, final Conservation.Part conservation) {
        this.topics = topics;
        this.out = out;
        this.conservation = conservation;
    }

    @Override
    public void confirmation(final Confirmation confirmation) {
        out.add(confirmation);
        conservation.confirmed(confirmation.machine(), confirmation.quantity());
    }

    @Override
    public void milestone(final Milestone milestone) {
        out.add(milestone);
    }

    @Override
    public void interval(final StateInterval it) {
        out.add(RecordType.STATE_INTERVAL, topics.stateIntervals(), it.machine(), Json.write(it), it.fromNs());
    }

    @Override
    public void stop(final Stop it) {
        out.add(RecordType.STOP, topics.stops(), it.machine(), Json.write(it), it.fromNs());
    }

    @Override
    public void counted(final Counted it) {
        out.add(RecordType.COUNT, topics.counts(), it.machine(), Json.write(it), it.fromNs());
        conservation.counted(it.machine(), it.quantities());
    }

    @Override
    public void undecided(final Undecided it) {
        out.add(RecordType.UNDECIDED, topics.undecided(), it.machine(), Json.write(it), it.toNs());
    }

    @Override
    public void quantity(final QuantityStatement it) {
        final String key = it.machine() + "|" + it.operation().text();
        out.add(RecordType.QUANTITY, topics.quantities(), key, Json.write(it), it.asOfNs());
    }

    @Override
    public void scrap(final Scrapped it) {
        out.add(RecordType.SCRAP, topics.scrap(), it.machine(), Json.write(it), it.timeNs());
    }

    @Override
    public void consumption(final Consumption it) {
        out.add(RecordType.CONSUMPTION, topics.consumption(), it.machine(), Json.write(it), it.timeNs());
    }

    @Override
    public void gap(final Gap it) {
        out.add(RecordType.GAP, topics.gaps(), it.machine(), Json.write(it), it.fromNs());
    }

    @Override
    public void quarantine(final Quarantined it) {
        out.add(RecordType.QUARANTINE, topics.quarantine(), it.machine(), Json.write(it), it.timeNs());
    }

    @Override
    public void status(final MachineStatus it) {
        out.add(RecordType.MACHINE_STATUS, topics.machineStatus(), it.machine(), Json.write(it), it.asOfNs());
    }

    @Override
    public void balance(final Balance it) {
        out.add(RecordType.BALANCE, topics.balances(), it.machine(), Json.write(it), it.asOfNs());
        conservation.stated(it);
    }

    @Override
    public void progress(final OperationProgress it) {
        final String key = it.operation().text();
        out.add(RecordType.OPERATION_PROGRESS, topics.operations(), key, Json.write(it), it.triggerSourceNs());
    }
}
