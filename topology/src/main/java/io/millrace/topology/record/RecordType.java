package io.millrace.topology.record;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The kinds of public record, by their CloudEvents type. A change that a reader must know of is a new type: {@code .v2}. */
public enum RecordType {
    CONFIRMATION("io.millrace.confirmation.v1"),
    MILESTONE("io.millrace.milestone.v1"),
    STATE_INTERVAL("io.millrace.state-interval.v1"),
    STOP("io.millrace.stop.v1"),
    COUNT("io.millrace.count.v1"),
    UNDECIDED("io.millrace.undecided.v1"),
    QUANTITY("io.millrace.quantity.v1"),
    SCRAP("io.millrace.scrap.v1"),
    CONSUMPTION("io.millrace.consumption.v1"),
    GAP("io.millrace.gap.v1"),
    QUARANTINE("io.millrace.quarantine.v1"),
    MACHINE_STATUS("io.millrace.machine-status.v1"),
    ORDER_STATUS("io.millrace.order-status.v1"),
    BALANCE("io.millrace.balance.v1"),
    OPERATION_PROGRESS("io.millrace.operation-progress.v1"),
    OPERATION_CLOCK("io.millrace.operation-clock.v1"),
    POSTING("io.millrace.posting.v1"),
    POSTING_STATUS("io.millrace.posting-status.v1"),
    POSTING_ACCURACY("io.millrace.posting-accuracy.v1"),
    POSTING_CHANGE("io.millrace.posting-change.v1"),
    OEE("io.millrace.oee.v1"),
    DOWNTIME("io.millrace.downtime.v1"),
    DEAD_LETTER("io.millrace.dead-letter.v1");

    private final String text;
    private final Header header;

    RecordType(final String text) {
        this.text = text;
        header = new RecordHeader("ce_type", text.getBytes(StandardCharsets.UTF_8));
    }

    public String text() {
        return text;
    }

    Header header() {
        return header;
    }
}
