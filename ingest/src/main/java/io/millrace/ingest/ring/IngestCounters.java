package io.millrace.ingest.ring;

import io.millrace.ingest.source.DeadLetter.Reason;
import java.util.concurrent.atomic.LongAdder;

/** What has been taken in since the start. Any thread. */
public final class IngestCounters {
    private final LongAdder events = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failedCallbacks = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder fullPauses = new LongAdder();
    private final LongAdder[] deadLetters = new LongAdder[Reason.values().length];
    private final Latency sourceToGateway = new Latency();
    private final Latency gatewayToDurable = new Latency();

    public IngestCounters() {
        for (int i = 0; i < deadLetters.length; i++) {
            deadLetters[i] = new LongAdder();
        }
    }

    /** Events journalled. */
    public LongAdder events() {
        return events;
    }

    /** Messages journalled, dead letters among them. */
    public LongAdder messages() {
        return messages;
    }

    /** Bytes journalled. */
    public LongAdder bytes() {
        return bytes;
    }

    /** Acknowledgements that threw. */
    public LongAdder failedCallbacks() {
        return failedCallbacks;
    }

    /** Events left out while the disk was tight. */
    public LongAdder shed() {
        return shed;
    }

    /** Gaps declared for what was left out, at their beginning and at their end. */
    public LongAdder gaps() {
        return gaps;
    }

    /** Times the disk was found too full to go on. */
    public LongAdder fullPauses() {
        return fullPauses;
    }

    /** Dead letters taken in with this reason. */
    public LongAdder deadLetters(final Reason reason) {
        return deadLetters[reason.ordinal()];
    }

    /** From the machine's clock to the gateway's, in so far as the two agree. */
    public Latency sourceToGateway() {
        return sourceToGateway;
    }

    /** From the offer to the ring until the message may be acknowledged. */
    public Latency gatewayToDurable() {
        return gatewayToDurable;
    }
}
