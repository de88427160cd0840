package io.millrace.benchmarks;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs;

/** Counts what is said, so that saying it cannot be optimised away. */
final class CountedOutputs implements Outputs {
    private long said;
    private long confirmations;

    long said() {
        return said;
    }

    long confirmations() {
        return confirmations;
    }

    @Override
    public void confirmation(final Confirmation confirmation) {
        confirmations++;
        said++;
    }

    @Override
    public void milestone(final Milestone milestone) {
        said++;
    }

    @Override
    public void interval(final StateInterval interval) {
        said++;
    }

    @Override
    public void stop(final Stop stop) {
        said++;
    }

    @Override
    public void counted(final Counted counted) {
        said++;
    }

    @Override
    public void undecided(final Undecided undecided) {
        said++;
    }

    @Override
    public void quantity(final QuantityStatement quantity) {
        said++;
    }

    @Override
    public void scrap(final Scrapped scrap) {
        said++;
    }

    @Override
    public void consumption(final Consumption consumption) {
        said++;
    }

    @Override
    public void gap(final Gap gap) {
        said++;
    }

    @Override
    public void quarantine(final Quarantined quarantined) {
        said++;
    }

    @Override
    public void status(final MachineStatus status) {
        said++;
    }

    @Override
    public void balance(final Balance balance) {
        said++;
    }

    @Override
    public void progress(final OperationProgress progress) {
        said++;
    }
}
