package io.millrace.app.report;

import io.millrace.core.ledger.Confirmation;
import io.millrace.core.machine.Outputs;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Keeps the newest balance of each machine, not later than asked for, and lets everything else pass. */
final class LastBalances implements Outputs {
    final Map<String, Balance> byMachine = new TreeMap<>();
    private final ToLongFunction<String> notAfterNs;

    /** @param notAfterNs of a machine the gateway time, in nanoseconds, of the last balance that is wanted */
    LastBalances(final ToLongFunction<String> notAfterNs) {
        this.notAfterNs = notAfterNs;
    }

    @Override
    public void balance(final Balance balance) {
        if (balance.asOfNs() <= notAfterNs.applyAsLong(balance.machine())) {
            byMachine.put(balance.machine(), balance);
        }
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
