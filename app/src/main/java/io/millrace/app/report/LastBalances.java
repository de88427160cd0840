package io.millrace.app.report;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the newest balance of each machine and lets everything else pass. */
final class LastBalances implements Outputs {
    final Map<String, Balance> byMachine = new TreeMap<>();

    @Override
    public void balance(final Balance balance) {
        byMachine.put(balance.machine(), balance);
    }

    @Override
    public void confirmation(final Confirmation confirmation) {}

    @Override
    public void milestone(final Milestone milestone) {}

    @Override
    public void interval(final StateInterval interval) {}

    @Override
    public void stop(final Stop stop) {}

    @Override
    public void counted(final Counted counted) {}

    @Override
    public void undecided(final Undecided undecided) {}

    @Override
    public void quantity(final QuantityStatement quantity) {}

    @Override
    public void scrap(final Scrapped scrap) {}

    @Override
    public void consumption(final Consumption consumption) {}

    @Override
    public void gap(final Gap gap) {}

    @Override
    public void quarantine(final Quarantined quarantined) {}

    @Override
    public void status(final MachineStatus status) {}

    @Override
    public void progress(final OperationProgress progress) {}
}
