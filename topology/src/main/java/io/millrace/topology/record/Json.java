package io.millrace.topology.record;

import io.millrace.core.aggregate.Downtime;
import io.millrace.core.aggregate.Figure;
import io.millrace.core.ledger.Confirmation;
import io.millrace.core.ledger.OrderStatus;
import io.millrace.core.machine.Outputs.Balance;
import io.millrace.core.machine.Outputs.Consumption;
import io.millrace.core.machine.Outputs.Counted;
import io.millrace.core.machine.Outputs.Gap;
import io.millrace.core.machine.Outputs.MachineStatus;
import io.millrace.core.machine.Outputs.Milestone;
import io.millrace.core.machine.Outputs.OperationProgress;
import io.millrace.core.machine.Outputs.QuantityStatement;
import io.millrace.core.machine.Outputs.Quarantined;
import io.millrace.core.machine.Outputs.Scrapped;
import io.millrace.core.machine.Outputs.StateInterval;
import io.millrace.core.machine.Outputs.Stop;
import io.millrace.core.machine.Outputs.Undecided;
import io.millrace.core.posting.Posting;
import io.millrace.core.posting.PostingAccuracy;
import io.millrace.core.posting.PostingStatus;
import io.millrace.core.posting.SiteChange;

/**
 * Every public record as JSON and back, without loss. Quantities are decimal numbers of units, times ISO 8601 in UTC, durations
 * seconds; what is null or empty is left out, fields unknown to this version are ignored. Stateless; any thread.
 *
 * <p>Readers throw {@link IllegalArgumentException} if the bytes are not the record they are asked for.
 */
public final class Json {
    private Json() {}

    public static byte[] write(final Confirmation value) {
        return LedgerJson.write(value);
    }

    public static Confirmation confirmation(final byte[] json) {
        return LedgerJson.confirmation(JsonIn.of(json));
    }

    public static byte[] write(final OrderStatus value) {
        return LedgerJson.write(value);
    }

    public static OrderStatus orderStatus(final byte[] json) {
        return LedgerJson.orderStatus(JsonIn.of(json));
    }

    public static byte[] write(final OperationProgress value) {
        return LedgerJson.write(value);
    }

    public static OperationProgress operationProgress(final byte[] json) {
        return LedgerJson.operationProgress(JsonIn.of(json));
    }

    public static byte[] write(final OperationClock value) {
        return LedgerJson.write(value);
    }

    public static OperationClock operationClock(final byte[] json) {
        return LedgerJson.operationClock(JsonIn.of(json));
    }

    public static byte[] write(final QuantityStatement value) {
        return LedgerJson.write(value);
    }

    public static QuantityStatement quantity(final byte[] json) {
        return LedgerJson.quantity(JsonIn.of(json));
    }

    public static byte[] write(final Balance value) {
        return LedgerJson.write(value);
    }

    public static Balance balance(final byte[] json) {
        return LedgerJson.balance(JsonIn.of(json));
    }

    public static byte[] write(final Milestone value) {
        return MachineJson.write(value);
    }

    public static Milestone milestone(final byte[] json) {
        return MachineJson.milestone(JsonIn.of(json));
    }

    public static byte[] write(final StateInterval value) {
        return MachineJson.write(value);
    }

    public static StateInterval stateInterval(final byte[] json) {
        return MachineJson.stateInterval(JsonIn.of(json));
    }

    public static byte[] write(final Stop value) {
        return MachineJson.write(value);
    }

    public static Stop stop(final byte[] json) {
        return MachineJson.stop(JsonIn.of(json));
    }

    public static byte[] write(final Counted value) {
        return LedgerJson.write(value);
    }

    public static Counted counted(final byte[] json) {
        return LedgerJson.counted(JsonIn.of(json));
    }

    public static byte[] write(final Undecided value) {
        return LedgerJson.write(value);
    }

    public static Undecided undecided(final byte[] json) {
        return LedgerJson.undecided(JsonIn.of(json));
    }

    public static byte[] write(final Scrapped value) {
        return MachineJson.write(value);
    }

    public static Scrapped scrapped(final byte[] json) {
        return MachineJson.scrapped(JsonIn.of(json));
    }

    public static byte[] write(final Consumption value) {
        return MachineJson.write(value);
    }

    public static Consumption consumption(final byte[] json) {
        return MachineJson.consumption(JsonIn.of(json));
    }

    public static byte[] write(final Gap value) {
        return MachineJson.write(value);
    }

    public static Gap gap(final byte[] json) {
        return MachineJson.gap(JsonIn.of(json));
    }

    public static byte[] write(final Quarantined value) {
        return MachineJson.write(value);
    }

    public static Quarantined quarantined(final byte[] json) {
        return MachineJson.quarantined(JsonIn.of(json));
    }

    public static byte[] write(final MachineStatus value) {
        return MachineJson.write(value);
    }

    public static MachineStatus machineStatus(final byte[] json) {
        return MachineJson.machineStatus(JsonIn.of(json));
    }

    public static byte[] write(final Posting value) {
        return PostingJson.write(value);
    }

    public static Posting posting(final byte[] json) {
        return PostingJson.posting(JsonIn.of(json));
    }

    public static byte[] write(final PostingStatus value) {
        return PostingJson.write(value);
    }

    public static PostingStatus postingStatus(final byte[] json) {
        return PostingJson.postingStatus(JsonIn.of(json));
    }

    public static byte[] write(final PostingAccuracy value) {
        return PostingJson.write(value);
    }

    public static PostingAccuracy postingAccuracy(final byte[] json) {
        return PostingJson.postingAccuracy(JsonIn.of(json));
    }

    public static byte[] write(final SiteChange value) {
        return PostingJson.write(value);
    }

    public static SiteChange siteChange(final byte[] json) {
        return PostingJson.siteChange(JsonIn.of(json));
    }

    public static byte[] write(final Downtime value) {
        return FiguresJson.write(value);
    }

    public static Downtime downtime(final byte[] json) {
        return FiguresJson.downtime(JsonIn.of(json));
    }

    public static byte[] write(final Figure value) {
        return FiguresJson.write(value);
    }

    public static Figure figure(final byte[] json) {
        return FiguresJson.figure(JsonIn.of(json));
    }

    public static byte[] write(final DeadLetter value) {
        return value.toJson();
    }

    public static DeadLetter deadLetter(final byte[] json) {
        return DeadLetter.of(JsonIn.of(json));
    }
}
